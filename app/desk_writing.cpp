// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does about changes: who may write, what a crash left open, pauses that end.
#include "desk.h"

#include "apply/quick_action.h"
#include "tables/wording.h"
#include "write_words.h"


namespace loadline {
namespace {

constexpr Millis reminderEvery {Seconds {10}};
const QString allowBanner = QStringLiteral("allow/");
const QString resumeBanner = QStringLiteral("resume/");

} // namespace

void Desk::connectWriting()
{
    journal_ = std::make_unique<Journal>(invocation_.keeps ? journalFile(invocation_) : QString(), Journal::Check::Elsewhere);
    if (journal_->problem())
        report(*journal_->problem(), BannerMessage::Kind::Warning, QStringLiteral("journal"));
    clusters_->setJournal(journal_.get());
    journalWatch_ = std::make_unique<JournalWatch>(*journal_);
    connect(journalWatch_.get(), &JournalWatch::changed, this, [this] {
        if (const auto& problem = journalWatch_->state()->problem; problem && !journal_->problem()) {
            journal_->distrust(*problem);
            report(*problem, BannerMessage::Kind::Warning, QStringLiteral("journal"));
        }
        showChanges();
    });
    begun_ = clusters_->now();
    connectActions();
    connect(window_.get(), &MainWindow::readOnlyChosen, this, &Desk::chooseReadOnly);
    connect(window_.get(), &MainWindow::bannerAction, this, [this](const QString& id) {
        if (id.startsWith(allowBanner)) {
            window_->withdrawBanner(id);
            setReadOnly(id.mid(allowBanner.size()), false);
        } else if (id.startsWith(resumeBanner)) {
            window_->withdrawBanner(id);
            resumeNow(id.mid(resumeBanner.size()).toLongLong());
        }
    });
}

// Protecting a cluster takes effect at once; opening it to changes is asked once more.
void Desk::chooseReadOnly(const QString& context, bool readOnly)
{
    if (readOnly)
        return setReadOnly(context, true);
    BannerMessage message;
    message.id = allowBanner + context;
    message.kind = BannerMessage::Kind::Warning;
    if (invocation_.readOnly) {
        message.text = tr("Loadline was started with --read-only: nothing can be changed anywhere.");
        message.hint = tr("Start it without, if that is what you want.");
    } else {
        message.text = tr("Allow changes to %1?").arg(context);
        message.hint = tr("Each change still shows what it does and asks before it is written.");
        message.action = tr("Allow changes to %1").arg(context);
    }
    window_->banner(message);
}

void Desk::setReadOnly(const QString& context, bool readOnly)
{
    if (invocation_.readOnly && !readOnly)
        return;
    settings_.clusters[context].readOnly = readOnly;
    clusters_->setReadOnly(context.toStdString(), readOnly);
    saving_.start(std::chrono::seconds {2});
    refreshShell();
}

void Desk::explainUnfinished(Session* session)
{
    if (!session->applier())
        return;
    session->applier()->explainUnfinished([this](const std::vector<JournalEntry>& entries) {
        for (const JournalEntry& entry : entries) {
            const QString name = loadline::objectName(entry.change.ref), context = QString::fromStdString(entry.place.context);
            BannerMessage message;
            message.id = QStringLiteral("unfinished/%1").arg(entry.id);
            message.kind = BannerMessage::Kind::Warning;
            message.text = entry.error ? tr("Loadline ended before %1 answered: the change to %2 was not written.").arg(context, name)
                                       : tr("Loadline ended before %1 answered: the change to %2 was written.").arg(context, name);
            message.hint = tr("The journal's entry %1 tells what it was.").arg(entry.id);
            window_->banner(message);
        }
        if (!entries.empty())
            renewChanges();
    });
}

void Desk::checkReminders()
{
    const TimePoint now = clusters_->now();
    if (now - remindersChecked_ < reminderEvery)
        return;
    remindersChecked_ = now;
    const JournalStatePtr journal = journalWatch_->state();
    for (const Reminder& reminder : journal ? journal->reminders : std::vector<Reminder> {}) {
        const QString context = QString::fromStdString(reminder.context);
        if (reminder.due > now || reminded_.contains(reminder.id))
            continue;
        reminded_.insert(reminder.id);
        const Session* session = clusters_->session(reminder.context);
        const bool writable = session && session->applier() && !invocation_.readOnly && !isReadOnly(settings_, context);
        if (writable && reminder.due >= begun_)
            resumeNow(reminder.id);
        else
            remind(reminder);
    }
}

void Desk::remind(const Reminder& reminder)
{
    BannerMessage message;
    message.id = resumeBanner + QString::number(reminder.id);
    message.kind = BannerMessage::Kind::Warning;
    message.text = tr("The pause of %1 in %2 was to end at %3.")
                       .arg(loadline::objectName(reminder.ref), QString::fromStdString(reminder.context),
                           moment(reminder.due, clusters_->now(), settings_.preferences.utcTimes));
    message.hint = tr("Loadline was not running then, or may not write there.");
    message.action = tr("Resume it now");
    window_->banner(message);
}

void Desk::forgetPause(std::int64_t reminder)
{
    journal_->forget(reminder);
    window_->withdrawBanner(resumeBanner + QString::number(reminder));
    renewChanges();
}

void Desk::resumeNow(std::int64_t id)
{
    const auto reminders = journal_->reminders();
    const auto known = std::find_if(reminders.begin(), reminders.end(), [&](const Reminder& one) { return one.id == id; });
    if (known == reminders.end())
        return;
    const Reminder reminder = *known;
    Session* session = clusters_->session(reminder.context);
    if (!session || !session->applier()) {
        reminded_.erase(id);
        return report({Error::Kind::NotFound, LOADLINE_TR("Error", "The cluster %1 is not open."), "",
            LOADLINE_TR("Error", "Open it, and the pause can be ended."), {reminder.context}});
    }
    Applier* applier = session->applier();
    applier->read(reminder.ref, [this, applier, reminder](const Result<Value>& live) {
        const auto change = live && !live->isNull() ? resumeChange(*live) : Result<Change>(live ? Error {} : live.error());
        if (live && (live->isNull() || (!change && change.error().kind == Error::Kind::Unsupported)))
            return forgetPause(reminder.id); // gone, or resumed by somebody else
        if (!change)
            return report(change.error());
        Change resume = *change;
        resume.why = "the pause was to end: " + reminder.why;
        applier->apply({{resume}, {}, {}}, {}, [this, reminder](const std::vector<Applied>& results) {
            if (results.front().done()) {
                forgetPause(reminder.id);
                window_->banner(tr("Resumed: %1").arg(loadline::objectName(reminder.ref)), {}, BannerMessage::Kind::Info);
            } else if (results.front().refusal) {
                report(results.front().refusal->error);
            }
        });
    });
}

} // namespace loadline
