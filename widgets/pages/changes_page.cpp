// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/changes_page.h"

#include "forms/diff_view.h"
#include "forms/form_words.h"
#include "grid/cards.h"
#include "pages/detail_area.h"
#include "pages/row_parts.h"
#include "tables/wording.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace loadline {
namespace {

constexpr char undoAll[] = "undo-all";

TablePage::Setup setup()
{
    TablePage::Setup setup;
    setup.id = QStringLiteral("changes");
    setup.title = ChangesPage::tr("Changes");
    setup.filterHint = ChangesPage::tr("Filter: object, cluster, outcome \u2026");
    setup.nothingChosen = ChangesPage::tr("Choose a change to see what it did.");
    setup.longTable = true;
    setup.ofClusters = false;
    return setup;
}

void addPair(DetailSection& section, const QString& name, const QString& value, const QString& tip = {})
{
    if (!value.isEmpty())
        section.pairs.push_back({name, value, Tone::Normal, tip});
}

DetailSection placeSection(const ChangeRow& row, const Preferences& preferences)
{
    DetailSection section;
    section.title = ChangesPage::tr("Who, where, when");
    addPair(section, ChangesPage::tr("Person"), qtext(row.person), ChangesPage::tr("Who was logged in at this computer."));
    addPair(section, ChangesPage::tr("User"), qtext(row.user), ChangesPage::tr("Of the kubeconfig."));
    addPair(section, ChangesPage::tr("Context"), qtext(row.cluster));
    addPair(section, ChangesPage::tr("Server"), qtext(row.server));
    addPair(section, ChangesPage::tr("Namespace"), qtext(row.ns));
    addPair(section, ChangesPage::tr("Sent"), row.when, isoUtc(row.begun));
    addPair(section, ChangesPage::tr("Answered"), row.ended ? moment(*row.ended, *row.ended, preferences.utcTimes) : ChangesPage::tr("never"),
        row.ended ? isoUtc(*row.ended) : QString());
    addPair(section, ChangesPage::tr("Entry"), QString::number(row.entry));
    return section;
}

} // namespace

ChangesPage::ChangesPage(QWidget* parent)
    : RowsPage(setup(), &changeColumns, parent)
{
    pauses_ = new Card(tr("Pauses that end"), this);
    pauseList_ = new QWidget(pauses_);
    pauseColumn_ = new QVBoxLayout(pauseList_);
    pauseColumn_->setContentsMargins(0, 0, 0, 0);
    pauseColumn_->setSpacing(4);
    pauses_->body()->addWidget(pauseList_);
    pauses_->hide();
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, pauses_);
    diff_ = new DiffView;
    diff_->setSides(tr("Before"), tr("After"));
    detail()->addBelowCharts(diff_, 100);
    connect(this, &Page::rowActionWanted, this, &ChangesPage::act);
    // Once the selection is as it will be: several can be undone at once.
    connect(view(), &TableView::rowsSelected, this, [this] { renewDetail(); }, Qt::QueuedConnection);
}

void ChangesPage::setJournal(const JournalRows& journal)
{
    // What was shown is let go on the pool: it may be all that holds a thousand documents.
    auto old = std::make_shared<JournalRows>(std::exchange(journal_, journal));
    QThreadPool::globalInstance()->start([old = std::move(old)]() mutable { old.reset(); });
    showPauses();
    derive();
    // Also while another page shows, which derives nothing here.
    const auto open = std::count_if(journal_.changes.begin(), journal_.changes.end(), [](const auto& row) { return row->state.attention >= Attention::Warning; });
    Q_EMIT badgeChanged(static_cast<int>(journal_.changes.size()), static_cast<int>(open));
}

void ChangesPage::showPauses()
{
    if (journal_.pauses == pausesShown_)
        return;
    pausesShown_ = journal_.pauses;
    emptyLayout(*pauseColumn_);
    for (const PauseRow& pause : pausesShown_) {
        auto* line = new QWidget(pauseList_);
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        const QString object = objectText(pause.object);
        const QString due = moment(pause.due, journal_.now, preferences().utcTimes);
        row->addWidget(new ToneLabel(pause.over ? tr("%1 in %2 is not paused any more: somebody ended it before %3.").arg(object, qtext(pause.cluster), due)
                               : pause.past ? tr("%1 in %2 was to be resumed at %3.").arg(object, qtext(pause.cluster), due)
                                                : tr("%1 in %2 is paused until %3.").arg(object, qtext(pause.cluster), due),
                           pause.past && !pause.over ? Tone::Warn : Tone::Normal, ToneLabel::Size::Body, line),
            1);
        auto* resume = new QPushButton(tr("Resume now"), line);
        resume->setAccessibleName(tr("Resume %1 now").arg(object));
        resume->setVisible(!pause.over);
        auto* keep = new QPushButton(pause.over ? tr("Forget it") : tr("Keep paused"), line);
        keep->setToolTip(tr("Forgets the end: it stays paused until somebody resumes it."));
        keep->setAccessibleName(pause.over ? tr("Forget the pause of %1").arg(object) : tr("Keep %1 paused").arg(object));
        row->addWidget(resume);
        row->addWidget(keep);
        pauseColumn_->addWidget(line);
        connect(resume, &QPushButton::clicked, this, [this, id = pause.reminder] { Q_EMIT resumeWanted(id); }, Qt::QueuedConnection);
        connect(keep, &QPushButton::clicked, this, [this, id = pause.reminder] { Q_EMIT keepWanted(id); }, Qt::QueuedConnection);
    }
    pauses_->setVisible(!pausesShown_.empty());
}

ChangesPage::Derivation ChangesPage::derivation() const
{
    return [rows = journal_.changes, now = journal_.now](const Worlds&, const Preferences& preferences) {
        return datedChanges(rows, now, preferences.utcTimes);
    };
}

TableMessage ChangesPage::emptyMessage() const
{
    if (journal_.problem)
        return {TableMessage::Kind::Refused, sentence(*journal_.problem), hint(*journal_.problem), {}};
    if (!journal_.changes.empty())
        return {};
    return {TableMessage::Kind::Empty, tr("Loadline has changed nothing yet."),
        tr("Each change is noted here before it leaves this computer, with what was there before, so that it can be undone."), {}};
}

RowDetail ChangesPage::detailOf(const ChangeRow& row)
{
    RowDetail detail;
    detail.title = tr("%1 %2").arg(qtext(row.object.kind), qtext(row.name));
    detail.subtitle = placeText(row.ns, row.cluster);
    detail.cluster = row.cluster;
    if (diffOf_ != row.id) {
        diffOf_ = row.id;
        const Value nothing = Value::map();
        diff_->setDiff(compare(row.before ? *row.before : nothing, row.after && !row.after->isNull() ? *row.after : nothing), yamlOf(row.before.get()), yamlOf(row.after.get()), row.after && !row.after->isNull() ? row.after.get() : row.before.get());
    }
    addState(detail.explanation, row.state);
    addLines(detail.explanation, tr("What happened"), {row.state.cause, row.hint});
    addLines(detail.explanation, tr("Why"), {row.why});
    QStringList undone;
    if (row.undoes)
        undone << tr("It undoes entry %1.").arg(qint64(*row.undoes));
    if (row.undoneBy)
        undone << tr("It was undone by entry %1.").arg(qint64(*row.undoneBy));
    addLines(detail.explanation, tr("Undo"), undone);
    addLines(detail.explanation, tr("Taken over from others"), row.takenOver, Tone::Warn);
    detail.explanation.push_back(placeSection(row, preferences()));
    if (!row.page.empty())
        addLink(detail.explanation, tr("The object"), tr("Show %1").arg(qtext(row.name)), qtext(row.page) + QLatin1Char(':') + qtext(row.pageRow));
    return detail;
}

std::vector<RowAction> ChangesPage::actionsOf(const ChangeRow& row) const
{
    RowAction undo {QStringLiteral("undo"), tr("Undo \u2026"), QStringLiteral("reset"), tr("Restores what was there before, after the same review.")};
    undo.enabled = row.canUndo;
    if (!row.canUndo)
        undo.why = row.undoneBy ? tr("It was undone already, by entry %1.").arg(qint64(*row.undoneBy))
            : row.ended         ? tr("It changed nothing, so there is nothing to undo.")
                                : tr("What came of it is not known yet: open its cluster, and Loadline looks.");
    if (const auto entries = selectedWith(row); entries.size() > 1)
        undo = {QString::fromLatin1(undoAll), tr("Undo %n selected change(s) \u2026", nullptr, static_cast<int>(entries.size())), QStringLiteral("reset"),
            tr("In one review, the newest first. It stops at the first that fails, and says what was done.")};
    std::vector<RowAction> actions {undo};
    if (!row.page.empty())
        actions.push_back({QStringLiteral("show"), tr("Show the object"), {}, tr("Goes to %1 on its page.").arg(qtext(row.name))});
    return actions;
}

std::vector<std::int64_t> ChangesPage::selectedWith(const ChangeRow& chosen) const
{
    const QStringList selected = view()->selectedRows();
    std::vector<std::int64_t> entries;
    if (!selected.contains(qtext(chosen.id)))
        return entries;
    for (const QString& id : selected)
        if (const auto one = row(id); one && one->canUndo && one->cluster == chosen.cluster)
            entries.push_back(one->entry);
    return entries;
}

std::optional<ActionWish> ChangesPage::wishOf(const QString& action, const ChangeRow& row) const
{
    if (action == QLatin1String(undoAll))
        return ActionWish {QuickAction::Undo, row.cluster, row.object, {}, selectedWith(row)};
    if (action != QLatin1String("undo"))
        return std::nullopt;
    return ActionWish {QuickAction::Undo, row.cluster, row.object, {}, {row.entry}};
}

void ChangesPage::act(const QString& action, const QString& rowId)
{
    if (const auto found = row(rowId); found && action == QLatin1String("show") && !found->page.empty())
        Q_EMIT rowActivated(qtext(found->page), qtext(found->pageRow));
}

} // namespace loadline
