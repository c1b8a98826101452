// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/diff_view.h"

#include "manifest/form_walk.h"
#include "manifest/identity.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QResizeEvent>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QSyntaxHighlighter>
#include <QTabBar>
#include <QWheelEvent>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

// The wheel scrolls what lies around them; it does not change what is shown.
class StillTabs : public QTabBar {
public:
    using QTabBar::QTabBar;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

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

// What items are called, where each has a name of its own: containers, triggers.
std::vector<std::string> namesIn(const FieldPath& list, const Value::List& items)
{
    const auto* key = list.empty() ? nullptr : std::get_if<std::string>(&list.steps().back());
    if (key && (*key == "metrics" || *key == "policies" || *key == "ports")) // what these are known by is no name
        return {};
    return identitiesOf(list, items);
}

// Breaks a path after its dots, so that all of it can be read in a narrow column.
class WrappingCell : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        constexpr int most = 400; // the rest is in the tooltip, and in the text
        QString text = option->text.size() > most ? option->text.left(most) + QChar(0x2026) : option->text;
        for (const QChar after : {QLatin1Char('.'), QLatin1Char(','), QLatin1Char('/')})
            text.replace(after, QString(after) + QChar(0x200b));
        option->text = text;
        option->features |= QStyleOptionViewItem::WrapText;
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width(), std::max(size.height() + 2, rowHeight(option.font))};
    }
};

} // namespace

QString fieldWords(const FieldPath& path, const Value* object)
{
    QString text;
    FieldPath at;
    for (const FieldPath::Step& step : path.steps()) {
        const auto* index = std::get_if<std::size_t>(&step);
        const Value* list = index && object ? findIn(*object, at) : nullptr;
        const auto names = list ? namesIn(at, list->items()) : std::vector<std::string> {};
        if (index && *index < names.size())
            text += QStringLiteral("[%1]").arg(QString::fromStdString(names[*index]));
        else if (index)
            text += QStringLiteral("[%1]").arg(*index);
        else
            text += (text.isEmpty() ? QString() : QStringLiteral(".")) + QString::fromStdString(std::get<std::string>(step));
        at = std::visit([&](const auto& s) { return at / s; }, step);
    }
    return text;
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
    ways_ = new StillTabs(this);
    ways_->setDrawBase(false);
    ways_->setExpanding(false);
    ways_->addTab(tr("Fields"));
    ways_->addTab(tr("Text"));
    ways_->setAccessibleName(tr("How the difference is shown"));
    fields_ = new QTreeWidget(this);
    fields_->setRootIsDecorated(false);
    fields_->setWordWrap(true);
    fields_->setItemDelegate(new WrappingCell(fields_));
    fields_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    fields_->viewport()->installEventFilter(this);
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

void DiffView::setDiff(const std::vector<FieldDiff>& diff, const QString& before, const QString& after, const Value* object)
{
    const auto leaves = leafwise(diff);
    fillFields(leaves, object);
    fillText(before, after);
    ways_->setTabText(0, tr("Fields \u00b7 %1").arg(leaves.size()));
}

void DiffView::fillFields(const std::vector<FieldDiff>& diff, const Value* object)
{
    fields_->clear();
    for (const FieldDiff& one : diff) {
        auto* item = new QTreeWidgetItem(
            fields_, {fieldWords(one.path, object), valueText(one.before), valueText(one.after), diffWord(one)});
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

// What was done as wide as it is, values up to a point; the path has what is left, and goes on below where it is longer.
void DiffView::fitFields()
{
    const int width = fields_->viewport()->width();
    fields_->header()->setStretchLastSection(true);
    const auto natural = [this](int column) {
        const QFontMetrics metrics(fields_->font());
        int most = metrics.horizontalAdvance(fields_->headerItem()->text(column));
        for (int row = 0; row < fields_->topLevelItemCount(); ++row)
            most = std::max(most, metrics.horizontalAdvance(fields_->topLevelItem(row)->text(column)));
        return most + 20;
    };
    const int what = std::min(natural(3), std::max(scaled(80, font()), width / 4));
    int values = what;
    for (const int column : {1, 2}) {
        fields_->setColumnWidth(column, std::min(natural(column), std::max(scaled(60, font()), width / 5)));
        values += fields_->columnWidth(column);
    }
    const int room = std::max(width - values, scaled(120, font()));
    fields_->setColumnWidth(0, std::min(natural(0), room));
    int left = width - values - fields_->columnWidth(0); // goes to values that were cut
    for (const int column : {1, 2}) {
        const int more = std::clamp(natural(column) - fields_->columnWidth(column), 0, std::max(left, 0));
        fields_->setColumnWidth(column, fields_->columnWidth(column) + more);
        left -= more;
    }
    fields_->doItemsLayout();
    if (most_ > 0)
        fitHeight();
}

void DiffView::setGrowing(int rows)
{
    most_ = rows;
    fitFields();
}

void DiffView::fitHeight()
{
    int rows = 0;
    for (int row = 0; row < fields_->topLevelItemCount(); ++row)
        rows += fields_->visualItemRect(fields_->topLevelItem(row)).height();
    const int most = most_ * rowHeight(font());
    const int head = fields_->header()->sizeHint().height() + ways_->sizeHint().height() + layout()->spacing();
    const int height = head + std::clamp(rows, 2 * rowHeight(font()), most) + 8;
    if (height != minimumHeight())
        setFixedHeight(height);
}

bool DiffView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && static_cast<QResizeEvent*>(event)->size().width() != static_cast<QResizeEvent*>(event)->oldSize().width())
        QMetaObject::invokeMethod(this, &DiffView::fitFields, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
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
