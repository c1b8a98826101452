// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporter.h"

#include <QBuffer>
#include <QClipboard>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStandardPaths>
#include <QTimeZone>

namespace loadline {

Done writeFile(const QString& file, const QByteArray& bytes)
{
    QSaveFile out(file);
    out.setDirectWriteFallback(true); // where the folder may not be written but the file may
    if (out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit())
        return std::monostate {};
    return Error {Error::Kind::Server, LOADLINE_TR("Error", "%1 cannot be written: %2."), file.toStdString(),
        LOADLINE_TR("Error", "Choose another place, or make room on the disk."),
        {file.toStdString(), out.errorString().toStdString()}};
}

QByteArray pngBytes(const QImage& picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return bytes;
}

QString fileStem(const QString& page, const QStringList& clusters, TimePoint at)
{
    const auto moment = QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), QTimeZone::utc());
    QString stem = page + u'-' + (clusters.size() == 1 ? clusters.front() : QString::number(clusters.size()) + QStringLiteral("-clusters"))
        + u'-' + moment.toString(QStringLiteral("yyyyMMdd-HHmm"));
    static const QRegularExpression awkward(QStringLiteral("[^A-Za-z0-9._-]+"));
    return stem.replace(awkward, QStringLiteral("_")).left(120);
}

Exporter::Exporter(QWidget* window)
    : QObject(window)
    , window_(window)
    , lastFolder_(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
{
}

void Exporter::exportPage(const Page& page, const ExportWish& wish, const QStringList& clusters, TimePoint now)
{
    const QString stem = fileStem(page.id(), clusters, now);
    if (wish.as == ExportAs::Png || wish.as == ExportAs::CopyPng) {
        exportPicture(page.picture(wish.scale), stem, wish.as == ExportAs::CopyPng);
        return;
    }
    const auto table = page.table();
    if (!table) {
        Q_EMIT failed({Error::Kind::NotFound, LOADLINE_TR("Error", "This page has no table to export yet."), "",
            LOADLINE_TR("Error", "Wait until it has loaded, or export its picture."), {}});
        return;
    }
    switch (wish.as) {
    case ExportAs::Csv:
        exportBytes(stem, QStringLiteral("csv"), tr("CSV table (*.csv)"), toCsv(*table));
        break;
    case ExportAs::Json:
        exportBytes(stem, QStringLiteral("json"), tr("JSON (*.json)"), toJson(*table));
        break;
    case ExportAs::CopyText:
        QGuiApplication::clipboard()->setText(toText(*table));
        Q_EMIT copied(tr("%n row(s) copied as text.", nullptr, int(table->texts.size())));
        break;
    case ExportAs::Png:
    case ExportAs::CopyPng:
        break;
    }
}

void Exporter::exportPicture(const QImage& picture, const QString& stem, bool copy)
{
    if (picture.isNull()) {
        Q_EMIT failed({Error::Kind::NotFound, LOADLINE_TR("Error", "There is nothing to picture yet."), "", "", {}});
    } else if (copy) {
        QGuiApplication::clipboard()->setImage(picture);
        Q_EMIT copied(tr("Picture copied, %1 × %2 pixels.").arg(picture.width()).arg(picture.height()));
    } else {
        exportBytes(stem, QStringLiteral("png"), tr("PNG picture (*.png)"), pngBytes(picture));
    }
}

void Exporter::exportBytes(const QString& stem, const QString& suffix, const QString& description, const QByteArray& bytes)
{
    auto* dialog = new QFileDialog(window_, tr("Export"), lastFolder_, description);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(stem + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, bytes](const QString& file) {
        lastFolder_ = QFileInfo(file).absolutePath();
        const Done done = writeFile(file, bytes);
        if (done)
            Q_EMIT written(file);
        else
            Q_EMIT failed(done.error());
    });
    dialog->open();
}

} // namespace loadline
