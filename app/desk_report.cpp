// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk tells the user of errors: banners, never boxes.
#include "desk.h"

#include "tables/wording.h"

namespace loadline {

void Desk::report(const Error& error, BannerMessage::Kind kind, const QString& id)
{
    BannerMessage message;
    message.id = id;
    message.kind = kind;
    message.text = sentence(error);
    message.hint = hint(error);
    message.details = QString::fromStdString(error.where);
    window_->banner(message);
}

} // namespace loadline
