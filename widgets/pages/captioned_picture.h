// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QStringList>

class QWidget;

namespace loadline {

// A page's picture with a paragraph below that says what it stands on, in the page's font and colours.
QImage captionedPicture(const QImage& picture, const QStringList& caption, const QWidget& page, double scale);

} // namespace loadline
