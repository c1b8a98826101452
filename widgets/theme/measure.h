// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontInfo>
#include <QFontMetrics>

#include <cmath>

namespace loadline {

// Sizes are said for a body text of 13 px and follow the desktop's font.
inline int scaled(double at13, const QFont& font)
{
    return static_cast<int>(std::lround(at13 * std::max(9, QFontInfo(font).pixelSize()) / 13.0));
}
inline int rowHeight(const QFont& font) { return std::max(scaled(30, font), QFontMetrics(font).height() + 8); }
inline int controlHeight(const QFont& font) { return std::max(scaled(28, font), QFontMetrics(font).height() + 8); }

constexpr int cardPadding = 12; // inside a card
constexpr int cardGap = 12; // between cards
constexpr qreal cornerRadius = 6;

// The page's one title, a section's or card's name, what stands in headers and under charts, and the big figure.
inline QFont sized(QFont font, double factor, QFont::Weight weight)
{
    const int body = std::max(9, QFontInfo(font).pixelSize());
    font.setPixelSize(static_cast<int>(std::lround(body * factor)));
    font.setWeight(weight);
    return font;
}
inline QFont titleFont(const QFont& body) { return sized(body, 18.0 / 13.0, QFont::Bold); }
inline QFont strongFont(const QFont& body) { return sized(body, 1.0, QFont::DemiBold); }
inline QFont smallFont(const QFont& body) { return sized(body, 12.0 / 13.0, QFont::Normal); }
inline QFont figureFont(const QFont& body) { return sized(body, 24.0 / 13.0, QFont::DemiBold); }

} // namespace loadline
