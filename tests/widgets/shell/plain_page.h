// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/cards.h"
#include "pages/page.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace loadline {

// A page that only remembers what it was told.
class PlainPage : public Page {
    Q_OBJECT
public:
    PlainPage(QString id, QWidget* parent)
        : Page(parent)
        , id_(std::move(id))
    {
        auto* column = new QVBoxLayout(this);
        column->addWidget(new ToneLabel(title(), Tone::Normal, ToneLabel::Size::Title, this));
        filter = new QLineEdit(this);
        filter->setAccessibleName(QStringLiteral("Filter of %1").arg(id_));
        column->addWidget(filter);
        column->addStretch();
    }
    QString id() const override { return id_; }
    QString title() const override { return QStringLiteral("Page %1").arg(id_); }
    void setWorlds(const Worlds&) override { }
    void setPreferences(const Preferences&) override { }
    void setShown(bool now) override { log << (now ? QStringLiteral("shown") : QStringLiteral("hidden")); }
    void select(const QString& row) override { log << QStringLiteral("select ") + row; }
    void setFilter(const QString& text) override { filter->setText(text); }
    std::optional<ExportTable> table() const override { return std::nullopt; }
    bool settled() const override { return true; }
    QByteArray saveState() const override { return state; }
    void restoreState(const QByteArray& bytes) override { state = bytes; }
    void focusFilter() override { filter->setFocus(); }

    QStringList log;
    QByteArray state;
    QLineEdit* filter = nullptr;

private:
    QString id_;
};

} // namespace loadline
