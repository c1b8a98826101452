// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/form_view.h"

#include "forms/field_editor.h"
#include "forms/form_words.h"
#include "grid/tab_order.h"
#include "tables/finding_rows.h"
#include "tables/wording.h"

#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

// The list's field that an item's path stands in: "spec.metrics[1].resource.name" stands in items 1 of spec.metrics.
struct InItem {
    FieldPath list;
    std::size_t index = 0;
};
std::vector<InItem> itemsAbove(const FieldPath& path)
{
    std::vector<InItem> items;
    FieldPath at;
    for (const FieldPath::Step& step : path.steps()) {
        if (const auto* index = std::get_if<std::size_t>(&step)) {
            items.push_back({at, *index});
            at = at / *index;
        } else {
            at = at / std::get<std::string>(step);
        }
    }
    return items;
}

QString keyOf(const char* kind, const FieldPath& path, const Field* field)
{
    return QStringLiteral("%1|%2|%3").arg(QLatin1String(kind), QString::fromStdString(path.text())).arg(reinterpret_cast<quintptr>(field));
}

} // namespace

FormView::FormView(QWidget* parent)
    : QScrollArea(parent)
{
    auto* content = new QWidget;
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(0, 0, 12, 12);
    column_->setSpacing(6);
    column_->addStretch(1);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
}

void FormView::clear()
{
    form_.reset();
    arrange({});
}

void FormView::setForm(const Form& form)
{
    if (!form_ || &form_->spec() != &form.spec()) { // another form: nothing of the old one is used again
        clear();
        unfolded_.clear();
        findings_.clear();
        current_ = {};
        Q_EMIT helpChanged({}, {}, {});
    }
    form_ = form;
    refresh();
}

void FormView::setFindings(std::vector<Finding> findings)
{
    if (findings == findings_)
        return;
    findings_ = std::move(findings);
    fill();
}

void FormView::setOffers(const FormOffers& offers)
{
    if (offers == offers_)
        return;
    offers_ = offers;
    for (FieldRow* row : rows())
        row->setOffers(offers_);
}

// What is rarely asked stays folded away until it has an answer.
bool FormView::folded(const Question& question) const
{
    const FormSection& section = form_->spec().sections[question.section];
    if (unfolded_.contains(question.section))
        return false;
    // The parts of a reference are asked in one line; one by one they are for odd kinds.
    if (const Field* above = form_->fieldAt(question.path.parent()); above && above->type == Field::Type::Reference)
        return true;
    if (!section.advanced && !question.field->advanced)
        return false;
    return question.depth > 0 ? question.field->advanced && !form_->answer(question.path) : !form_->answer(question.path);
}

void FormView::addItemsBefore(std::vector<Entry>& all, const Question& question) const
{
    for (const InItem& item : itemsAbove(question.path)) {
        const FieldPath path = item.list / item.index;
        const bool known = std::any_of(
            all.begin(), all.end(), [&](const Entry& e) { return e.kind == Entry::Kind::Item && e.path == path; });
        const Field* list = form_->fieldAt(item.list);
        if (known || !list)
            continue;
        const Value* value = form_->answer(item.list);
        all.push_back({Entry::Kind::Item, keyOf("item", path, list), path, list, question.section, question.depth - 1,
            item.index, value ? value->items().size() : 0, false});
    }
}

std::vector<FormView::Entry> FormView::entries() const
{
    std::vector<Entry> all;
    if (!form_)
        return all;
    const std::vector<Question> questions = form_->questions();
    std::size_t section = form_->spec().sections.size();
    std::vector<std::size_t> hidden(section, 0);
    std::vector<bool> foldable(section, false);
    for (const Question& question : questions) {
        hidden[question.section] += folded(question) ? 1 : 0;
        foldable[question.section]
            = foldable[question.section] || folded(question) || question.field->advanced || form_->spec().sections[question.section].advanced;
    }
    const auto close = [&](std::size_t at) {
        if (at < hidden.size() && (hidden[at] > 0 || (foldable[at] && unfolded_.contains(at))))
            all.push_back({Entry::Kind::More, QStringLiteral("more|%1").arg(at), {}, nullptr, at, 0, 0, hidden[at], unfolded_.contains(at)});
    };
    for (const Question& question : questions) {
        if (question.section != section) {
            close(section);
            section = question.section;
            all.push_back({Entry::Kind::Section, QStringLiteral("section|%1").arg(section), {}, nullptr, section, 0, 0, 0, false});
        }
        if (folded(question))
            continue;
        addItemsBefore(all, question);
        const bool list = question.field->type == Field::Type::List;
        const Value* value = form_->answer(question.path);
        all.push_back({list ? Entry::Kind::List : Entry::Kind::Row, keyOf(list ? "list" : "row", question.path, question.field),
            question.path, question.field, question.section, question.depth, 0, list && value ? value->items().size() : 0, false});
    }
    close(section);
    return all;
}

void FormView::refresh()
{
    arrange(entries());
    fill();
}

// Opens or closes what a section has folded away; the focus goes to the first field that came.
void FormView::fold(std::size_t section)
{
    if (!unfolded_.remove(section))
        unfolded_.insert(section);
    const auto before = rows();
    refresh();
    for (FieldRow* row : rows())
        if (std::find(before.begin(), before.end(), row) == before.end())
            return row->input()->setFocus(Qt::OtherFocusReason);
    if (QWidget* more = widgets_.value(QStringLiteral("more|%1").arg(section)))
        if (auto* button = more->findChild<QToolButton*>())
            button->setFocus(Qt::OtherFocusReason);
}

void FormView::arrange(std::vector<Entry> next)
{
    const auto same = [](const Entry& a, const Entry& b) {
        return a.key == b.key && a.count == b.count && a.unfolded == b.unfolded;
    };
    if (std::equal(next.begin(), next.end(), entries_.begin(), entries_.end(), same))
        return;
    const int scrolled = verticalScrollBar()->value();
    QHash<QString, QWidget*> kept;
    while (column_->count() > 1)
        delete column_->takeAt(0);
    entries_ = std::move(next);
    for (const Entry& entry : entries_) {
        // Heads tell counts, which change; rows keep their input, the focus and what is being typed.
        QWidget* widget = entry.kind == Entry::Kind::Row ? widgets_.take(entry.key) : nullptr;
        if (!widget)
            widget = widgetFor(entry);
        kept.insert(entry.key, widget);
        column_->insertWidget(column_->count() - 1, widget);
        widget->show(); // at once, so that it can take the focus
    }
    for (QWidget* gone : std::as_const(widgets_)) {
        gone->hide();
        gone->deleteLater();
    }
    widgets_ = kept;
    chainFocus();
    verticalScrollBar()->setValue(scrolled);
}

// Tab goes down the form, whatever was made first.
void FormView::chainFocus()
{
    std::vector<QWidget*> parts;
    for (const Entry& entry : entries_)
        parts.push_back(widgets_.value(entry.key));
    tabThrough(parts);
}

void FormView::fill()
{
    if (!form_ || filling_)
        return;
    const QScopedValueRollback guard(filling_, true);
    const std::vector<FieldError> errors = form_->errors();
    for (FieldRow* row : rows()) {
        const FieldPath& path = row->path();
        row->setAnswer(QString::fromStdString(form_->text(path)));
        const auto wrong = std::find_if(errors.begin(), errors.end(), [&](const FieldError& e) {
            return e.path == path || (row->field().type != Field::Type::List && e.path.startsWith(path));
        });
        if (wrong != errors.end()) {
            QString text = sentence(wrong->error);
            if (const QString mend = hint(wrong->error); !mend.isEmpty())
                text += QLatin1Char(' ') + mend;
            row->setTrouble(text, form_->answer(path) ? Tone::Bad : Tone::Warn);
            continue;
        }
        const Finding* found = findingAt(path);
        if (!found)
            row->setTrouble({}, Tone::Muted);
        else
            row->setTrouble(tr("%1: %2").arg(severityName(found->severity), whatText(*found)), severityTone(found->severity),
                lintText(found->why, found->args), found->fix ? lintText(found->fix->label, found->fix->args) : QString());
    }
}

const Finding* FormView::findingAt(const FieldPath& path) const
{
    const auto found = std::find_if(findings_.begin(), findings_.end(), [&](const Finding& f) {
        return !f.silenced && !f.field.empty() && f.field.startsWith(path);
    });
    return found == findings_.end() ? nullptr : &*found;
}

void FormView::focusList(const FieldPath& list)
{
    for (const Entry& entry : entries_)
        if (entry.kind == Entry::Kind::List && entry.path == list)
            if (auto* add = widgets_.value(entry.key)->findChild<QPushButton*>())
                add->setFocus(Qt::OtherFocusReason);
}

void FormView::focusFirst()
{
    if (!form_)
        return;
    const auto all = rows();
    for (const FieldRow* row : all)
        for (const Question& question : form_->questions())
            if (question.path == row->path() && form_->spec().sections[question.section].step != FormSection::Step::Target)
                return focusField(row->path());
    if (!all.empty())
        focusField(all.front()->path());
}

std::vector<FieldRow*> FormView::rows() const
{
    std::vector<FieldRow*> all;
    for (const Entry& entry : entries_)
        if (QWidget* row = entry.kind == Entry::Kind::Row ? widgets_.value(entry.key) : nullptr) // none while it is being arranged
            all.push_back(static_cast<FieldRow*>(row));
    return all;
}

FieldRow* FormView::row(const FieldPath& path) const
{
    for (FieldRow* row : rows())
        if (row->path() == path)
            return row;
    return nullptr;
}

void FormView::rowFocused(FieldRow* row)
{
    for (FieldRow* other : rows())
        other->setCurrent(other == row);
    ensureWidgetVisible(row, 0, 24);
    const Field& field = row->field();
    Q_EMIT helpChanged(formText(field.label), formText(field.help), fieldNotes(field));
    if (current_ == row->path())
        return;
    current_ = row->path();
    Q_EMIT fieldFocused(current_);
}

void FormView::focusField(const FieldPath& path, bool takeFocus)
{
    if (!form_)
        return;
    FieldPath wanted = path;
    while (!wanted.empty() && !form_->fieldAt(wanted))
        wanted = wanted.parent();
    if (!row(wanted))
        for (const Question& question : form_->questions())
            if (question.path == wanted && folded(question))
                unfolded_.insert(question.section);
    refresh();
    FieldRow* found = row(wanted);
    for (FieldRow* candidate : rows())
        if (!found && candidate->path().startsWith(path))
            found = candidate;
    if (!found)
        return;
    if (takeFocus && found->input())
        found->input()->setFocus(Qt::OtherFocusReason);
    rowFocused(found); // also where the window is not active, and where the focus stays in the text
}

} // namespace loadline
