// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_run.h"

#include "command.h"
#include "pages/table_page.h"
#include "pages/wizard_page.h"

#include <QImage>
#include <QPainter>

#include <cstdio>

namespace loadline {
namespace {
constexpr auto every = std::chrono::milliseconds {100};
constexpr int calmEnough = 5; // half a second in which nothing more was asked for
}

PictureRun::PictureRun(Desk& desk, Wish wish)
    : desk_(desk)
    , wish_(std::move(wish))
{
    connect(&looking_, &QTimer::timeout, this, &PictureRun::look);
}

void PictureRun::start()
{
    MainWindow& window = desk_.window();
    window.resize(wish_.size);
    window.show();
    desk_.start();
    if (!window.currentPage()) {
        fail(tr("There is no page named %1. loadline pages lists them.").arg(desk_.wantedPage()));
        return;
    }
    since_.start();
    looking_.start(every);
}

void PictureRun::look()
{
    calm_ = desk_.settled() ? calm_ + 1 : 0;
    if (calm_ >= calmEnough || since_.hasExpired(std::chrono::milliseconds(wish_.timeout).count())) {
        if (choose())
            return;
        looking_.stop();
        if (const auto other = rowInstead())
            fail(tr("The page %1 has no row %2.").arg(desk_.wantedPage(), QString::fromStdString(wish_.row))
                + (other->isEmpty() ? QString() : QLatin1Char(' ') + tr("One that it has is %1.").arg(*other)));
        else
            draw();
    }
}

// The row is chosen when the page knows its rows; what it then shows is waited for in turn.
bool PictureRun::choose()
{
    if (chosen_ || wish_.row.empty())
        return false;
    chosen_ = true;
    calm_ = 0;
    since_.restart();
    desk_.window().showRow(desk_.wantedPage(), QString::fromStdString(wish_.row));
    return true;
}

std::optional<QString> PictureRun::rowInstead() const
{
    if (const auto* wizard = qobject_cast<WizardPage*>(desk_.window().currentPage()); wizard && chosen_)
        return wizard->cluster().empty() ? std::optional(QString()) : std::nullopt;
    const auto* page = qobject_cast<TablePage*>(desk_.window().currentPage());
    if (!chosen_ || !page)
        return std::nullopt;
    const QString row = QString::fromStdString(wish_.row), shown = page->chosenRow();
    return shown == row || shown.startsWith(row + QLatin1Char('/')) ? std::nullopt : std::optional(shown);
}

void PictureRun::draw()
{
    MainWindow& window = desk_.window();
    QImage image(window.size() * wish_.scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(wish_.scale);
    image.fill(window.palette().color(QPalette::Window));
    window.render(&image);
    const Done done = writeFile(QString::fromStdString(wish_.output), pngBytes(image));
    if (!done)
        say(stderr, oneLine(done.error()));
    Q_EMIT finished(done ? 0 : 1);
}

void PictureRun::fail(const QString& why)
{
    std::fprintf(stderr, "loadline: %s\n", qUtf8Printable(why));
    Q_EMIT finished(1);
}

} // namespace loadline
