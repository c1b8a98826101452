// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/field_editor.h"

#include "forms/form_words.h"
#include "forms/pairs_editor.h"
#include "theme/measure.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QStringListModel>
#include <QTimeZone>
#include <QToolButton>
#include <QWheelEvent>

namespace loadline {
namespace {

QHBoxLayout* flat(QWidget* widget)
{
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    return row;
}

QStringList valuesOf(const std::vector<Choice>& choices)
{
    QStringList values;
    for (const Choice& choice : choices)
        if (!choice.value.empty())
            values << QString::fromStdString(choice.value);
    return values;
}

// A line of text; what can be offered is found by any part of it, with the arrow keys or by typing.
class LineEditor : public FieldEditor {
public:
    LineEditor(const Field& field, QWidget* parent)
        : FieldEditor(parent)
        , line_(new QLineEdit(this))
        , offers_(new QStringListModel(this))
    {
        flat(this)->addWidget(line_);
        line_->setPlaceholderText(placeholderOf(field));
        if (field.type == Field::Type::Cron || field.type == Field::Type::Selector)
            line_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        auto* completer = new QCompleter(offers_, this);
        completer->setFilterMode(Qt::MatchContains);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setMaxVisibleItems(12);
        line_->setCompleter(completer);
        fixed_ = valuesOf(field.choices);
        if (field.type == Field::Type::TimeZone)
            for (const QByteArray& id : QTimeZone::availableTimeZoneIds())
                if (id.contains('/') || id == "UTC")
                    fixed_ << QString::fromLatin1(id);
        offers_->setStringList(fixed_);
        watch(line_);
        connect(line_, &QLineEdit::textChanged, this, [this](const QString& text) { Q_EMIT typed(text.trimmed()); });
    }
    [[nodiscard]] QWidget* input() const override { return line_; }
    [[nodiscard]] QString text() const override { return line_->text(); }
    void setText(const QString& text) override
    {
        if (line_->text().trimmed() == text)
            return;
        const QSignalBlocker quiet(line_);
        line_->setText(text);
        line_->setCursorPosition(line_->hasFocus() ? int(text.size()) : 0);
    }
    void setOffers(const QStringList& offers) override
    {
        QStringList all = fixed_;
        for (const QString& offer : offers)
            if (!all.contains(offer))
                all << offer;
        if (all != offers_->stringList())
            offers_->setStringList(all);
    }

private:
    QLineEdit* line_;
    QStringListModel* offers_;
    QStringList fixed_;
};

// Several lines: a query, a text.
class LongEditor : public FieldEditor {
public:
    LongEditor(const Field& field, QWidget* parent)
        : FieldEditor(parent)
        , edit_(new QPlainTextEdit(this))
    {
        flat(this)->addWidget(edit_);
        edit_->setTabChangesFocus(true);
        edit_->setPlaceholderText(placeholderOf(field));
        if (field.type == Field::Type::PromQl)
            edit_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        edit_->setFixedHeight(edit_->fontMetrics().lineSpacing() * 3 + 16);
        watch(edit_);
        offers_ = new QToolButton(this);
        offers_->setText(tr("Queries"));
        offers_->setAccessibleName(tr("Queries to start from"));
        offers_->setToolButtonStyle(Qt::ToolButtonTextOnly);
        offers_->setPopupMode(QToolButton::InstantPopup);
        offers_->setFocusPolicy(Qt::StrongFocus);
        offers_->setMenu(new QMenu(offers_));
        offers_->hide();
        layout()->addWidget(offers_);
        layout()->setAlignment(offers_, Qt::AlignTop);
        connect(edit_, &QPlainTextEdit::textChanged, this, [this] { Q_EMIT typed(edit_->toPlainText()); });
    }
    [[nodiscard]] QWidget* input() const override { return edit_; }
    [[nodiscard]] QString text() const override { return edit_->toPlainText(); }
    void setText(const QString& text) override
    {
        if (edit_->toPlainText() == text)
            return;
        const QSignalBlocker quiet(edit_);
        edit_->setPlainText(text);
    }
    void setOffers(const QStringList& offers) override
    {
        offers_->setVisible(!offers.isEmpty());
        offers_->menu()->clear();
        for (const QString& offer : offers)
            connect(offers_->menu()->addAction(offer), &QAction::triggered, edit_, [this, offer] { edit_->setPlainText(offer); });
    }

private:
    QPlainTextEdit* edit_;
    QToolButton* offers_ = nullptr;
};

class BoolEditor : public FieldEditor {
public:
    BoolEditor(const Field& field, QWidget* parent)
        : FieldEditor(parent)
        , box_(new QCheckBox(tr("Yes"), this))
        , otherwise_(field.byDefault && (field.byDefault->boolean() || field.byDefault->text() == "true"))
    {
        auto* row = flat(this);
        row->addWidget(box_);
        row->addStretch(1);
        watch(box_);
        connect(box_, &QCheckBox::toggled, this, [this](bool on) { Q_EMIT typed(on ? QStringLiteral("true") : QStringLiteral("false")); });
    }
    [[nodiscard]] QWidget* input() const override { return box_; }
    [[nodiscard]] QString text() const override { return box_->isChecked() ? QStringLiteral("true") : QStringLiteral("false"); }
    void setText(const QString& text) override
    {
        const QSignalBlocker quiet(box_);
        box_->setChecked(text.isEmpty() ? otherwise_ : text == QLatin1String("true"));
    }

private:
    QCheckBox* box_;
    bool otherwise_; // what the server takes where it is absent
};

// A combo box that a scroll wheel passes over unless it has the focus.
class CalmCombo : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override
    {
        if (hasFocus())
            QComboBox::wheelEvent(event);
        else
            event->ignore();
    }
};

class ChoiceEditor : public FieldEditor {
public:
    ChoiceEditor(const Field& field, QWidget* parent)
        : FieldEditor(parent)
        , combo_(new CalmCombo(this))
    {
        flat(this)->addWidget(combo_);
        combo_->setFocusPolicy(Qt::StrongFocus);
        combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo_->setMinimumContentsLength(8);
        const QString left = placeholderOf(field);
        if (!field.required || !field.byDefault)
            combo_->addItem(field.byDefault ? tr("Not set: %1").arg(left) : tr("Not set"), QString());
        for (const Choice& choice : field.choices) {
            if (choice.value.empty())
                continue;
            const QString value = QString::fromStdString(choice.value);
            const QString label = formText(choice.label);
            combo_->addItem(label.isEmpty() || label == value ? value : QStringLiteral("%1 \u2013 %2").arg(value, label), value);
            combo_->setItemData(combo_->count() - 1, formText(choice.help), Qt::ToolTipRole);
        }
        watch(combo_);
        connect(combo_, &QComboBox::currentIndexChanged, this, [this] { Q_EMIT typed(text()); });
    }
    [[nodiscard]] QWidget* input() const override { return combo_; }
    [[nodiscard]] QString text() const override { return combo_->currentData().toString(); }
    void setText(const QString& text) override
    {
        const QSignalBlocker quiet(combo_);
        int at = combo_->findData(text);
        if (at < 0 && !text.isEmpty()) { // what the document says stays, also where the form knows no such choice
            combo_->addItem(tr("%1 (unknown to the form)").arg(text), text);
            at = combo_->count() - 1;
        }
        combo_->setCurrentIndex(at);
    }

private:
    QComboBox* combo_;
};

class MultiEditor : public FieldEditor {
public:
    MultiEditor(const Field& field, QWidget* parent)
        : FieldEditor(parent)
    {
        auto* row = flat(this);
        for (const Choice& choice : field.choices) {
            const QString label = formText(choice.label);
            auto* box = new QCheckBox(label.isEmpty() ? QString::fromStdString(choice.value) : label, this);
            box->setToolTip(formText(choice.help));
            row->addWidget(box);
            boxes_.push_back({box, QString::fromStdString(choice.value)});
            watch(box);
            connect(box, &QCheckBox::toggled, this, [this] { Q_EMIT typed(text()); });
        }
        row->addStretch(1);
    }
    [[nodiscard]] QWidget* input() const override { return boxes_.empty() ? nullptr : boxes_.front().first; }
    [[nodiscard]] QString text() const override
    {
        QStringList chosen;
        for (const auto& [box, value] : boxes_)
            if (box->isChecked())
                chosen << value;
        for (const QString& other : others_)
            chosen << other;
        return chosen.join(QLatin1Char(','));
    }
    void setText(const QString& text) override
    {
        QStringList chosen = text.split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (QString& one : chosen)
            one = one.trimmed();
        for (const auto& [box, value] : boxes_) {
            const QSignalBlocker quiet(box);
            box->setChecked(chosen.removeAll(value) > 0);
        }
        others_ = chosen;
    }
    void setNames(const QString& name, const QString& about) override
    {
        for (const auto& [box, value] : boxes_) {
            box->setAccessibleName(QStringLiteral("%1: %2").arg(name, box->text()));
            box->setAccessibleDescription(about);
        }
    }

private:
    std::vector<std::pair<QCheckBox*, QString>> boxes_;
    QStringList others_; // values that have no box: kept
};

} // namespace

FieldEditor* FieldEditor::make(const Field& field, QWidget* parent)
{
    switch (field.type) {
    case Field::Type::Bool:
        return new BoolEditor(field, parent);
    case Field::Type::Choice:
        return new ChoiceEditor(field, parent);
    case Field::Type::MultiChoice:
        return new MultiEditor(field, parent);
    case Field::Type::TextMap:
    case Field::Type::QuantityMap:
        return new PairsEditor(field, parent);
    case Field::Type::LongText:
    case Field::Type::PromQl:
        return new LongEditor(field, parent);
    default:
        return new LineEditor(field, parent);
    }
}

void FieldEditor::setNames(const QString& name, const QString& about)
{
    input()->setAccessibleName(name);
    input()->setAccessibleDescription(about);
}

void FieldEditor::watch(QWidget* widget)
{
    widget->installEventFilter(this);
}

bool FieldEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn)
        Q_EMIT focused();
    return QWidget::eventFilter(watched, event);
}

} // namespace loadline
