// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

#include <QWidget>

namespace loadline {

class ToneLabel;

// In the place of a form, where there is none: why, and what could be written instead.
class BlankPart : public QWidget {
    Q_OBJECT
public:
    explicit BlankPart(QWidget* parent = nullptr);
    void say(const QString& why, const std::vector<const FormKind*>& kinds);

Q_SIGNALS:
    void wanted(const QString& formKind);

private:
    ToneLabel* why_ = nullptr;
    QWidget* buttons_ = nullptr;
    std::vector<const FormKind*> kinds_;
};

} // namespace loadline
