// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <QColor>
#include <QPalette>

#include <array>

namespace loadline {

// Every colour Loadline draws with, for one theme. Widgets ask for it by their palette, so that a change of palette is
// all it takes to change theme.
struct Shades {
    bool dark = false;
    QColor window, surface, line; // grounds and hairlines
    QColor text, muted, accent, accentGround, good, warn, bad, idle, spot;
    std::array<QColor, 4> series; // charts; told apart by colour-blind eyes
    [[nodiscard]] QColor of(Tone tone) const;
};

[[nodiscard]] bool isDark(const QPalette& palette);
[[nodiscard]] const Shades& shadesOf(const QPalette& palette);
[[nodiscard]] const Shades& lightShades();
[[nodiscard]] const Shades& darkShades();

// WCAG 2: 1 (same) to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);
// `colour`, moved towards black or white just as far as text on `ground` needs to have 4.5:1.
[[nodiscard]] QColor readable(const QColor& colour, const QColor& ground);
// The tone as text on `ground`, and on the surface of cards and tables.
[[nodiscard]] QColor ink(Tone tone, const QPalette& palette, const QColor& ground);
[[nodiscard]] QColor ink(Tone tone, const QPalette& palette);
// `share` (0 to 1) of `above` laid over `below`.
[[nodiscard]] QColor blend(const QColor& above, const QColor& below, double share);

} // namespace loadline
