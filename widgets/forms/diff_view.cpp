// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/diff_view.h"

#include "theme/measure.h"
#include "theme/tone.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QSyntaxHighlighter>
#include <QTabBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(DiffView)
};

// The lines' first character says what they are; the colour only helps.
class DiffHighlighter : public QSyntaxHighlighter {
public:
    explicit DiffHighlighter(QPlainTextEdit* view)
        : QSyntaxHighlighter(view->document())
        , view_(view)
    {
    }

protected:
    void highlightBlock(const QString& text) override
    {
        if (text.startsWith(QLatin1Char('+')))
            setFormat(0, static_cast<int>(text.size()), ink(Tone::Good, view_->palette()));
        else if (text.startsWith(QLatin1Char('-')))
            setFormat(0, static_cast<int>(text.size()), ink(Tone::Bad, view_->palette()));
    }

private:
    QPlainTextEdit* view_;
};

// The lines that differ, and three around each.
QString around(const std::vector<LineDiff>& lines)
{
    constexpr std::ptrdiff_t context = 3;
    const auto count = static_cast<std::ptrdiff_t>(lines.size());
    std::vector<bool> shown(lines.size(), false);
    for (std::ptrdiff_t i = 0; i < count; ++i)
        if (lines[static_cast<std::size_t>(i)].kind != LineDiff::Kind::Same)
            for (std::ptrdiff_t j = std::max<std::ptrdiff_t>(0, i - context); j <= std::min(count - 1, i + context); ++j)
                shown[static_cast<std::size_t>(j)] = true;
    QString text;
    bool skipped = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!shown[i]) {
            skipped = true;
            continue;
        }
        if (skipped && !text.isEmpty())
            text += QStringLiteral("  \u2026\n");
        skipped = false;
        const char* sign = lines[i].kind == LineDiff::Kind::Added ? "+ " : lines[i].kind == LineDiff::Kind::Removed ? "- " : "  ";
        text += QLatin1String(sign) + QString::fromStdString(lines[i].text) + QLatin1Char('\n');
    }
    return text;
}

void addLeaves(std::vector<FieldDiff>& leaves, const FieldDiff& diff)
{
    const Value* whole = diff.kind == FieldDiff::Kind::Added && diff.after ? &*diff.after : diff.kind == FieldDiff::Kind::Removed && diff.before ? &*diff.before : nullptr;
    if (!whole || !whole->isMap() || whole->fields().empty()) {
        leaves.push_back(diff);
        return;
    }
    for (const ValueField& field : whole->fields()) {
        FieldDiff inner = diff;
        inner.path = diff.path / field.key;
        (diff.kind == FieldDiff::Kind::Added ? inner.after : inner.before) = field.value;
        addLeaves(leaves, inner);
    }
}

} // namespace

std::vector<FieldDiff> leafwise(const std::vector<FieldDiff>& diff)
{
    std::vector<FieldDiff> leaves;
    for (const FieldDiff& one : diff)
        addLeaves(leaves, one);
    return leaves;
}

QString valueText(const std::optional<Value>& value)
{
    if (!value || value->isNull())
        return Words::tr("not set");
    return QString::fromStdString(value->isString() ? value->text() : value->json());
}

QString diffWord(const FieldDiff& diff)
{
    const QString what = diff.kind == FieldDiff::Kind::Added ? Words::tr("added")
        : diff.kind == FieldDiff::Kind::Removed              ? Words::tr("removed")
                                                             : Words::tr("changed");
    if (diff.origin == FieldDiff::Origin::Defaulted)
        return Words::tr("%1, the server's default").arg(what);
    if (diff.origin == FieldDiff::Origin::Server)
        return Words::tr("%1 by the server").arg(what);
    return what;
}

DiffView::DiffView(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    ways_ = new QTabBar(this);
    ways_->setDrawBase(false);
    ways_->setExpanding(false);
    ways_->addTab(tr("Fields"));
    ways_->addTab(tr("Text"));
    ways_->setAccessibleName(tr("How the difference is shown"));
    fields_ = new QTreeWidget(this);
    fields_->setRootIsDecorated(false);
    fields_->setUniformRowHeights(true);
    fields_->setTextElideMode(Qt::ElideMiddle);
    fields_->setFrameShape(QFrame::NoFrame);
    fields_->setHeaderLabels({tr("Field"), tr("Now"), tr("Then"), tr("What")});
    fields_->setAccessibleName(tr("Fields that differ"));
    text_ = new QPlainTextEdit(this);
    text_->setReadOnly(true);
    text_->setFrameShape(QFrame::NoFrame);
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    text_->setTabChangesFocus(true);
    text_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text_->setAccessibleName(tr("The difference as text"));
    new DiffHighlighter(text_);
    auto* stack = new QStackedWidget(this);
    stack->addWidget(fields_);
    stack->addWidget(text_);
    column->addWidget(ways_);
    column->addWidget(stack, 1);
    connect(ways_, &QTabBar::currentChanged, stack, &QStackedWidget::setCurrentIndex);
}

void DiffView::setSides(const QString& before, const QString& after)
{
    fields_->setHeaderLabels({tr("Field"), before, after, tr("What")});
}

void DiffView::setDiff(const std::vector<FieldDiff>& diff, const QString& before, const QString& after)
{
    const auto leaves = leafwise(diff);
    fillFields(leaves);
    fillText(before, after);
    ways_->setTabText(0, tr("Fields \u00b7 %1").arg(leaves.size()));
}

void DiffView::fillFields(const std::vector<FieldDiff>& diff)
{
    fields_->clear();
    for (const FieldDiff& one : diff) {
        auto* item = new QTreeWidgetItem(
            fields_, {QString::fromStdString(one.path.text()), valueText(one.before), valueText(one.after), diffWord(one)});
        for (int column = 0; column < 4; ++column)
            item->setToolTip(column, item->text(column));
        const bool asked = one.origin == FieldDiff::Origin::Wanted;
        for (int column = 0; column < 4 && !asked; ++column)
            item->setForeground(column, shadesOf(palette()).muted);
    }
    if (diff.empty())
        new QTreeWidgetItem(fields_, {tr("Nothing differs."), {}, {}, {}});
    fitFields();
}

// Values as wide as they are, up to a point; the path has what is left, and is cut last.
void DiffView::fitFields()
{
    fields_->header()->setStretchLastSection(true);
    int values = scaled(80, font()); // of the last
    for (const int column : {1, 2}) {
        fields_->resizeColumnToContents(column);
        fields_->setColumnWidth(column, std::min(fields_->columnWidth(column) + 12, scaled(190, font())));
        values += fields_->columnWidth(column);
    }
    fields_->resizeColumnToContents(0);
    const int room = std::max(fields_->viewport()->width() - values, scaled(160, font()));
    fields_->setColumnWidth(0, std::min(fields_->columnWidth(0) + 12, room));
}

void DiffView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitFields();
}

void DiffView::fillText(const QString& before, const QString& after)
{
    const auto lines = compareLines(before.toStdString(), after.toStdString());
    const QString shown = around(lines);
    text_->setPlainText(shown.isEmpty() ? tr("Nothing differs.") : shown);
}

QString DiffView::text() const
{
    QString all;
    for (int row = 0; row < fields_->topLevelItemCount(); ++row) {
        const auto* item = fields_->topLevelItem(row);
        all += QStringList {item->text(0), item->text(1), item->text(2), item->text(3)}.join(QStringLiteral(" | ")) + QLatin1Char('\n');
    }
    return all + text_->toPlainText();
}

} // namespace loadline
