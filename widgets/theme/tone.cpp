// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/tone.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

    Shades makeLight()
    {
        Shades s;
        s.window = QColor(0xF5, 0xF6, 0xF8);
        s.surface = QColor(0xFF, 0xFF, 0xFF);
        s.line = QColor(0xE2, 0xE5, 0xEA);
        s.text = QColor(0x1B, 0x1F, 0x26);
        s.muted = QColor(0x5E, 0x66, 0x73);
        s.accent = QColor(0x0B, 0x7A, 0x75);
        s.accentGround = QColor(0xDD, 0xF1, 0xEF);
        s.good = QColor(0x1A, 0x7F, 0x4B);
        s.warn = QColor(0xA6, 0x6A, 0x00);
        s.bad = QColor(0xC2, 0x39, 0x1F);
        s.idle = QColor(0x6B, 0x74, 0x80);
        s.spot = QColor(0x5B, 0x4B, 0xCC);
        s.series = {QColor(0x00, 0x72, 0xB2), QColor(0xD0, 0x87, 0x00), QColor(0x00, 0x9E, 0x73), QColor(0xA6, 0x55, 0x9C)};
        return s;
    }

    Shades makeDark()
    {
        Shades s;
        s.dark = true;
        s.window = QColor(0x14, 0x17, 0x1C);
        s.surface = QColor(0x1B, 0x1F, 0x26);
        s.line = QColor(0x2B, 0x31, 0x3B);
        s.text = QColor(0xE6, 0xE9, 0xEF);
        s.muted = QColor(0x98, 0xA1, 0xB0);
        s.accent = QColor(0x4C, 0xC2, 0xB8);
        s.accentGround = QColor(0x17, 0x39, 0x3A);
        s.good = QColor(0x4C, 0xC3, 0x8A);
        s.warn = QColor(0xF0, 0xB4, 0x29);
        s.bad = QColor(0xFF, 0x7A, 0x66);
        s.idle = QColor(0x8A, 0x94, 0xA6);
        s.spot = QColor(0x9D, 0x8C, 0xFF);
        s.series = {QColor(0x5A, 0xA9, 0xE6), QColor(0xE6, 0xA2, 0x3C), QColor(0x6C, 0xCB, 0x9A), QColor(0xC5, 0x8A, 0xE0)};
        return s;
    }

    // WCAG 2.2, "relative luminance".
    double luminance(const QColor& colour)
    {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    }

} // namespace

QColor Shades::of(Tone tone) const
{
    switch (tone) {
    case Tone::Normal:
        return text;
    case Tone::Muted:
        return muted;
    case Tone::Accent:
        return accent;
    case Tone::Good:
        return good;
    case Tone::Warn:
        return warn;
    case Tone::Bad:
        return bad;
    case Tone::Idle:
        return idle;
    case Tone::Spot:
        return spot;
    }
    return text;
}

const Shades& lightShades()
{
    static const Shades shades = makeLight();
    return shades;
}

const Shades& darkShades()
{
    static const Shades shades = makeDark();
    return shades;
}

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::Active, QPalette::Window))
        < luminance(palette.color(QPalette::Active, QPalette::WindowText));
}

const Shades& shadesOf(const QPalette& palette) { return isDark(palette) ? darkShades() : lightShades(); }

double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor blend(const QColor& above, const QColor& below, double share)
{
    const auto part = [share](float top, float under) {
        return static_cast<float>(std::clamp(share * double(top) + (1 - share) * double(under), 0.0, 1.0));
    };
    return QColor::fromRgbF(part(above.redF(), below.redF()), part(above.greenF(), below.greenF()),
        part(above.blueF(), below.blueF()));
}

QColor readable(const QColor& colour, const QColor& ground)
{
    constexpr double enough = 4.5;
    if (contrast(colour, ground) >= enough)
        return colour;
    const QColor black(Qt::black);
    const QColor white(Qt::white);
    const QColor& away = contrast(black, ground) > contrast(white, ground) ? black : white;
    for (int step = 1; step < 20; ++step)
        if (const QColor moved = blend(away, colour, step / 20.0); contrast(moved, ground) >= enough)
            return moved;
    return away;
}

QColor ink(Tone tone, const QPalette& palette, const QColor& ground)
{
    return readable(shadesOf(palette).of(tone), ground);
}

QColor ink(Tone tone, const QPalette& palette)
{
    const Shades& shades = shadesOf(palette);
    return readable(shades.of(tone), shades.surface);
}

} // namespace loadline
