// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/pairs_editor.h"

#include "grid/cards.h"
#include "theme/icons.h"
#include "theme/measure.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QStringListModel>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace loadline {
namespace {

TextPairs sorted(TextPairs pairs)
{
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

} // namespace

ExactEdit::ExactEdit(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setLineWrapMode(NoWrap);
    setUndoRedoEnabled(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        fit();
        if (!quiet_)
            Q_EMIT edited();
    });
    fit();
}

void ExactEdit::setExact(const QString& text)
{
    const QScopedValueRollback guard(quiet_, true);
    kept_.clear();
    setReadOnly(false);
    if (exact() != text)
        setPlainText(text);
    if (exact() == text)
        return setToolTip({});
    kept_ = text;
    setReadOnly(true);
    setToolTip(tr("It holds characters that cannot be typed here. It stays as it is; the text beside the form can change it."));
}

// toPlainText() would make blanks of no-break spaces.
QString ExactEdit::exact() const
{
    if (!kept_.isEmpty())
        return kept_;
    QString text = document()->toRawText();
    text.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
    return text;
}

void ExactEdit::fit()
{
    constexpr int most = 8;
    const int lines = std::clamp(blockCount(), 1, most);
    const int line = fontMetrics().lineSpacing();
    setFixedHeight(lines == 1 ? controlHeight(font()) : line * lines + controlHeight(font()) - fontMetrics().height());
    setVerticalScrollBarPolicy(blockCount() > most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(std::max(1, (controlHeight(font()) - line) / 2 - frameWidth()));
}

void ExactEdit::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter)
        return QPlainTextEdit::keyPressEvent(event);
    if ((event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier)) == 0)
        Q_EMIT entered();
    else if (!isReadOnly())
        textCursor().insertText(QStringLiteral("\n"));
}

void ExactEdit::insertFromMimeData(const QMimeData* source)
{
    if (source->hasText())
        insertPlainText(source->text());
}

PairsEditor::PairsEditor(const Field& field, QWidget* parent)
    : FieldEditor(parent)
    , field_(field)
    , offers_(new QStringListModel(this))
{
    column_ = new QVBoxLayout(this);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(4);
    note_ = new ToneLabel({}, Tone::Bad, ToneLabel::Size::Small, this);
    note_->hide();
    column_->addWidget(note_);
    setOffers({});
    fill({});
}

QWidget* PairsEditor::input() const
{
    return rows_.front().name;
}

bool PairsEditor::isTypedIn() const
{
    const QWidget* at = focusWidget();
    return at && at->hasFocus();
}

bool PairsEditor::isBlank(const Row& row) const
{
    return !row.nameless && row.name->text().isEmpty() && row.value->exact().isEmpty();
}

bool PairsEditor::counts(std::size_t at) const
{
    const Row& row = rows_[at];
    if (isBlank(row) || (row.name->text().isEmpty() && !row.nameless))
        return false;
    return std::none_of(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(at),
        [&](const Row& other) { return !isBlank(other) && other.name->text() == row.name->text(); });
}

QString PairsEditor::text() const
{
    TextPairs pairs;
    for (std::size_t i = 0; i < rows_.size(); ++i)
        if (counts(i))
            pairs.emplace_back(rows_[i].name->text().toStdString(), rows_[i].value->exact().toStdString());
    return pairs.empty() ? odd_ : QString::fromStdString(pairsText(pairs));
}

void PairsEditor::setText(const QString& text)
{
    const auto pairs = pairsFrom(text.toStdString());
    if (const auto own = pairsFrom(this->text().toStdString()); own && pairs ? sorted(*own) == sorted(*pairs) : this->text() == text)
        return; // in whatever order: a new name stands last in the manifest, and where it was typed here
    odd_ = pairs ? QString() : text;
    fill(pairs.value_or(TextPairs()));
}

void PairsEditor::fill(const TextPairs& pairs)
{
    const bool typedIn = isTypedIn();
    while (rows_.size() > pairs.size() + 1)
        takeAway(rows_.back().holder);
    while (rows_.size() < pairs.size() + 1)
        addRow(rows_.size(), {}, {});
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const bool last = i == pairs.size();
        const QString name = last ? QString() : QString::fromStdString(pairs[i].first);
        if (rows_[i].name->text() != name)
            rows_[i].name->setText(name);
        rows_[i].value->setExact(last ? QString() : QString::fromStdString(pairs[i].second));
        rows_[i].before = name;
        rows_[i].nameless = !last && name.isEmpty();
    }
    if (typedIn && !isTypedIn())
        input()->setFocus(Qt::OtherFocusReason);
    tellRows();
}

PairsEditor::Row& PairsEditor::addRow(std::size_t at, const QString& name, const QString& value)
{
    Row row;
    row.holder = new QWidget(this);
    auto* line = new QHBoxLayout(row.holder);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    row.name = new QLineEdit(name, row.holder);
    row.value = new ExactEdit(row.holder);
    row.value->setExact(value);
    row.remove = new QToolButton(row.holder);
    row.remove->setIcon(icon(QStringLiteral("close")));
    row.remove->setAutoRaise(true);
    row.remove->setFocusPolicy(Qt::StrongFocus);
    line->addWidget(row.name, 2, Qt::AlignTop);
    line->addWidget(row.value, 3, Qt::AlignTop);
    line->addWidget(row.remove, 0, Qt::AlignTop);
    const auto example = pairsFrom(field_.example).value_or(TextPairs());
    if (!example.empty()) {
        row.name->setPlaceholderText(QString::fromStdString(example.front().first));
        row.value->setPlaceholderText(QString::fromStdString(example.front().second));
    }
    auto* completer = new QCompleter(offers_, row.name);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    row.name->setCompleter(completer);
    watch(row.name);
    watch(row.value);
    watch(row.remove);
    QWidget* holder = row.holder;
    connect(row.name, &QLineEdit::textEdited, this, [this, holder] { nameTyped(holder); });
    connect(completer, QOverload<const QString&>::of(&QCompleter::activated), this, [this, holder] { nameTyped(holder); }, Qt::QueuedConnection);
    connect(row.name, &QLineEdit::returnPressed, row.value, [value = row.value] { value->setFocus(Qt::TabFocusReason); });
    connect(row.value, &ExactEdit::edited, this, &PairsEditor::changed);
    connect(row.value, &ExactEdit::entered, this, [this, holder] { goOn(holder); });
    connect(row.remove, &QToolButton::clicked, this, [this, holder] {
        const std::size_t gone = indexOf(holder);
        takeAway(holder);
        rows_[std::min(gone, rows_.size() - 1)].name->setFocus(Qt::OtherFocusReason);
        odd_.clear();
        changed();
    }, Qt::QueuedConnection);
    column_->insertWidget(static_cast<int>(at), holder);
    holder->show();
    if (at > 0)
        setTabOrder(rows_[at - 1].remove, row.name);
    setTabOrder(row.name, row.value);
    setTabOrder(row.value, row.remove);
    return *rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(at), row);
}

std::size_t PairsEditor::indexOf(const QWidget* holder) const
{
    const auto at = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.holder == holder; });
    return static_cast<std::size_t>(at - rows_.begin());
}

void PairsEditor::takeAway(QWidget* holder)
{
    const std::size_t at = indexOf(holder);
    if (at >= rows_.size())
        return;
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(at));
    holder->hide();
    holder->deleteLater();
}

void PairsEditor::nameTyped(QWidget* holder)
{
    const std::size_t at = indexOf(holder);
    if (at >= rows_.size())
        return;
    const QString name = rows_[at].name->text();
    const bool goesOn = name.contains(QLatin1Char('=')) && !rows_[at].before.contains(QLatin1Char('=')); // else it is part of the name
    rows_[at].before = name;
    if (goesOn)
        if (const auto pairs = pairsFrom(name.toStdString()); pairs && !pairs->empty())
            spread(holder, *pairs);
    changed();
}

// "a=b,c=d" in a name: as the rows that it means; the focus stands in the last one's value.
void PairsEditor::spread(QWidget* holder, const TextPairs& pairs)
{
    const std::size_t at = indexOf(holder);
    auto* completer = rows_[at].name->completer(); // it completes after this key what stands there then
    QMetaObject::invokeMethod(completer, [completer] { completer->popup()->hide(); }, Qt::QueuedConnection);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (i > 0)
            addRow(at + i, {}, {});
        Row& row = rows_[at + i];
        row.before = QString::fromStdString(pairs[i].first);
        row.name->setText(row.before);
        if (!pairs[i].second.empty()) // else only its name was typed: the value waits for what comes
            row.value->setExact(QString::fromStdString(pairs[i].second));
    }
    ExactEdit* last = rows_[at + pairs.size() - 1].value;
    last->setFocus(Qt::TabFocusReason);
    last->moveCursor(QTextCursor::End);
    if (pairs.back().second.empty())
        last->selectAll();
}

void PairsEditor::goOn(QWidget* holder)
{
    const std::size_t next = indexOf(holder) + 1;
    if (next < rows_.size())
        rows_[next].name->setFocus(Qt::TabFocusReason);
}

void PairsEditor::changed()
{
    if (rows_.empty() || !isBlank(rows_.back()))
        addRow(rows_.size(), {}, {});
    if (std::any_of(rows_.begin(), rows_.end(), [this](const Row& row) { return !isBlank(row); }))
        odd_.clear(); // what is typed stands in its place
    tellRows();
    Q_EMIT typed(text());
}

void PairsEditor::setOffers(const QStringList& offers)
{
    QStringList all;
    for (const Choice& choice : field_.choices)
        all << QString::fromStdString(choice.value);
    all << offers;
    if (all != offers_->stringList())
        offers_->setStringList(all);
}

void PairsEditor::setNames(const QString& name, const QString& about)
{
    called_ = name;
    about_ = about;
    tellRows();
}

// What a row is called where one hears it, and what of it is not written and why.
void PairsEditor::tellRows()
{
    QStringList notes;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Row& row = rows_[i];
        const QString name = row.name->text();
        row.name->setAccessibleName(tr("%1: name").arg(called_));
        row.name->setAccessibleDescription(about_);
        row.value->setAccessibleName(name.isEmpty() ? tr("%1: value").arg(called_) : tr("%1: value of %2").arg(called_, name));
        row.value->setAccessibleDescription(about_);
        row.remove->setAccessibleName(tr("Remove %1 from %2").arg(name, called_));
        row.remove->setToolTip(tr("Remove %1").arg(name));
        row.remove->setEnabled(!isBlank(row));
        if (isBlank(row) || counts(i))
            continue;
        notes << (name.isEmpty() ? tr("A value without a name is not written.") : tr("%1 stands twice: the second is not written.").arg(name));
    }
    if (!odd_.isEmpty())
        notes << tr("The manifest says “%1” here.").arg(odd_);
    note_->setText(notes.join(QLatin1Char(' ')));
    note_->setVisible(!notes.isEmpty());
}

} // namespace loadline
