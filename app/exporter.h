// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "pages/page.h"

#include <QByteArray>
#include <QObject>

namespace loadline {

// Writes the whole file or none of it. Errors: Server, with the file's name and what the system says.
Done writeFile(const QString& file, const QByteArray& bytes);
QByteArray pngBytes(const QImage& picture);
// "hpa-prod-us-east-20261123-1405": no character that a file system or a shell minds.
QString fileStem(const QString& page, const QStringList& clusters, TimePoint at);

// Turns a page's export wish into a file or the clipboard. Asks for the file with a dialog that blocks nobody.
class Exporter : public QObject {
    Q_OBJECT
public:
    explicit Exporter(QWidget* window);
    void exportPage(const Page& page, const ExportWish& wish, const QStringList& clusters, TimePoint now);
    void exportPicture(const QImage& picture, const QString& stem, bool copy);
    void exportBytes(const QString& stem, const QString& suffix, const QString& description, const QByteArray& bytes);

Q_SIGNALS:
    void written(const QString& file);
    void copied(const QString& what);
    void failed(const loadline::Error& error);

private:
    QWidget* window_;
    QString lastFolder_;
};

} // namespace loadline
