// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/page.h"

#include "pages/whole_picture.h"

namespace loadline {

QImage Page::picture(double scale) const
{
    // Painting and unrolling are not const, but a caller sees the page as it was.
    return wholePicture(*const_cast<Page*>(this), scale);
}

} // namespace loadline
