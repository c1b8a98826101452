// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

#include <QStringList>
#include <QWidget>

namespace loadline {

// The input of one field. It says every change as a text, at once, as Form::setText takes it; "" means: not set.
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    static FieldEditor* make(const Field& field, QWidget* parent);

    [[nodiscard]] virtual QWidget* input() const = 0; // takes the focus
    virtual void setText(const QString& text) = 0; // says nothing; leaves alone what says the same
    [[nodiscard]] virtual QString text() const = 0;
    [[nodiscard]] virtual bool isTypedIn() const { return input()->hasFocus(); }
    virtual void setOffers(const QStringList& offers) { Q_UNUSED(offers) }
    virtual void setNames(const QString& name, const QString& about);

Q_SIGNALS:
    void typed(const QString& text);
    void focused();

protected:
    using QWidget::QWidget;
    void watch(QWidget* widget); // its focus is this editor's
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace loadline
