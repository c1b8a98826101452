// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace loadline {

// Logging by category (loadline.net, loadline.feed ...): warnings and worse to standard error with time and category;
// more where QT_LOGGING_RULES says so, for example QT_LOGGING_RULES="loadline.net.debug=true". A command tells its user
// itself what went wrong, in one line or in its output's notes: its log is quiet.
enum class LogFor { Window, Command };
void setUpLogging(LogFor whom);

} // namespace loadline
