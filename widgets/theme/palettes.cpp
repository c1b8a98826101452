// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

namespace loadline {

namespace {

    QPalette paletteOf(const Shades& s)
    {
        const QColor away = s.dark ? Qt::black : Qt::white;
        QPalette palette;
        const auto set = [&palette](QPalette::ColorRole role, const QColor& colour) { palette.setColor(role, colour); };
        set(QPalette::Window, s.window);
        set(QPalette::WindowText, s.text);
        set(QPalette::Base, s.surface);
        set(QPalette::AlternateBase, blend(s.text, s.surface, 0.03));
        set(QPalette::Text, s.text);
        set(QPalette::PlaceholderText, readable(s.muted, s.surface));
        set(QPalette::Button, s.surface);
        set(QPalette::ButtonText, s.text);
        set(QPalette::BrightText, s.bad);
        set(QPalette::ToolTipBase, s.surface);
        set(QPalette::ToolTipText, s.text);
        set(QPalette::Highlight, s.accent);
        set(QPalette::HighlightedText, s.dark ? s.window : s.surface);
        set(QPalette::Link, readable(s.accent, s.surface));
        set(QPalette::LinkVisited, readable(s.spot, s.surface));
        set(QPalette::Light, blend(away, s.surface, 0.5));
        set(QPalette::Midlight, blend(s.line, s.surface, 0.5));
        set(QPalette::Mid, s.line);
        set(QPalette::Dark, blend(s.text, s.line, 0.25));
        set(QPalette::Shadow, blend(s.text, s.line, 0.5));
        const QColor faint = blend(s.muted, s.surface, 0.6);
        for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText,
                 QPalette::HighlightedText})
            palette.setColor(QPalette::Disabled, role, faint);
        palette.setColor(QPalette::Disabled, QPalette::Highlight, s.line);
        return palette;
    }

} // namespace

QPalette lightPalette() { return paletteOf(lightShades()); }
QPalette darkPalette() { return paletteOf(darkShades()); }

std::optional<ThemeChoice> themeChoice(const QString& word)
{
    if (word == QLatin1String("system"))
        return ThemeChoice::System;
    if (word == QLatin1String("light"))
        return ThemeChoice::Light;
    if (word == QLatin1String("dark"))
        return ThemeChoice::Dark;
    return std::nullopt;
}

QString themeWord(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return QStringLiteral("light");
    case ThemeChoice::Dark:
        return QStringLiteral("dark");
    case ThemeChoice::System:
        break;
    }
    return QStringLiteral("system");
}

} // namespace loadline
