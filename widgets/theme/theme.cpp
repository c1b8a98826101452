// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include "theme/desktop_scheme.h"
#include "theme/quiet_style.h"

#include <QApplication>
#include <QEvent>
#include <QFont>
#include <QFontDatabase>
#include <QStyleHints>
#include <QToolTip>

namespace loadline {

namespace {

    // What Qt itself knows of the desktop, for as long as no palette of ours stands over it.
    bool desktopIsDark(const QApplication& application)
    {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
        if (const auto scheme = application.styleHints()->colorScheme(); scheme != Qt::ColorScheme::Unknown)
            return scheme == Qt::ColorScheme::Dark;
#else
        Q_UNUSED(application)
#endif
        return isDark(QApplication::palette());
    }

    // Pictures made without a desktop have no font of the desktop to follow.
    void chooseFont()
    {
        const QString platform = QGuiApplication::platformName();
        if (platform != QLatin1String("offscreen") && platform != QLatin1String("minimal"))
            return;
        const QString inter = QStringLiteral("Inter");
        QFont font = QFontDatabase::hasFamily(inter) ? QFont(inter) : QApplication::font();
        font.setPixelSize(13);
        QApplication::setFont(font);
    }

} // namespace

Theme::Theme(QApplication& application, ThemeChoice choice)
    : application_(application)
    , desktop_(new DesktopScheme(this))
    , choice_(choice)
    , desktopDark_(desktopIsDark(application))
{
    chooseFont();
    QApplication::setStyle(new QuietStyle);
    apply();
    application_.installEventFilter(this);
    connect(desktop_, &DesktopScheme::told, this, [this](std::optional<bool> dark) {
        portalDark_ = dark;
        apply();
    });
    desktop_->ask();
}

Theme::~Theme() { application_.removeEventFilter(this); }

void Theme::choose(ThemeChoice choice)
{
    choice_ = choice;
    apply();
}

void Theme::apply()
{
    const bool before = dark_;
    dark_ = choice_ == ThemeChoice::Dark
        || (choice_ == ThemeChoice::System && portalDark_.value_or(desktopDark_));
    const QPalette palette = dark_ ? darkPalette() : lightPalette();
    applying_ = true;
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    applying_ = false;
    if (before != dark_)
        Q_EMIT changed(dark_);
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &application_ && event->type() == QEvent::ThemeChange && !applying_)
        desktopChanged();
    return QObject::eventFilter(watched, event);
}

void Theme::desktopChanged()
{
    applying_ = true;
    QApplication::setPalette(QPalette()); // lets the platform's own through, to look at it
    desktopDark_ = desktopIsDark(application_);
    applying_ = false;
    apply();
}

} // namespace loadline
