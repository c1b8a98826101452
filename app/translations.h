// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace loadline {

// Installs the translation for the desktop's language, and English's own for the plural forms.
void setUpTranslations(QCoreApplication& application);

} // namespace loadline
