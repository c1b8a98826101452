// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace loadline {

// F1: every key on one sheet, read from the list of commands, and what this program is.
class HelpPanel : public QDialog {
    Q_OBJECT
public:
    explicit HelpPanel(QWidget* parent = nullptr);
};

} // namespace loadline
