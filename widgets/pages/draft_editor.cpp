// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/draft_editor.h"

#include "forms/form_view.h"
#include "forms/form_words.h"
#include "forms/yaml_editor.h"
#include "grid/cards.h"
#include "grid/detail_pieces.h"
#include "pages/blank_part.h"
#include "pages/chart_column.h"
#include "pages/proposal_list.h"
#include "tables/finding_rows.h"
#include "tables/wording.h"
#include "theme/icons.h"
#include "theme/measure.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

ToneLabel* still(Tone tone, ToneLabel::Size size, QWidget* parent)
{
    auto* label = new ToneLabel({}, tone, size, parent);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    return label;
}

QToolButton* topButton(const QString& text, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

DraftEditor::DraftEditor(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(buildTop());
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(12);
    split->addWidget(buildLeft());
    split->addWidget(buildRight());
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({500, 500});
    column->addWidget(split, 1);
    connectParts();
}

QWidget* DraftEditor::buildTop()
{
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    tabs_ = new QTabBar(top);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setUsesScrollButtons(true);
    tabs_->setAccessibleName(tr("Manifests of this step"));
    add_ = topButton(tr("Add"), top);
    add_->setPopupMode(QToolButton::InstantPopup);
    add_->setAccessibleName(tr("Add a manifest"));
    add_->setMenu(new QMenu(add_));
    remove_ = topButton(tr("Leave out"), top);
    remove_->setToolTip(tr("Leave this manifest out"));
    remove_->setAccessibleName(tr("Leave this manifest out"));
    row->addWidget(tabs_, 1);
    row->addWidget(add_);
    row->addWidget(remove_);
    return top;
}

QWidget* DraftEditor::buildLeft()
{
    auto* card = new Card({}, this);
    proposals_ = new ProposalList(remove_, card);
    card->body()->addWidget(proposals_);
    left_ = new QStackedWidget(card);
    form_ = new FormView(left_);
    blank_ = new BlankPart(left_);
    left_->addWidget(form_);
    left_->addWidget(blank_);
    card->body()->addWidget(left_, 1);
    card->body()->addWidget(new Hairline(card)); // what scrolls ends here
    auto* strip = new QWidget(card);
    auto* column = new QVBoxLayout(strip);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(2);
    helpTitle_ = still(Tone::Normal, ToneLabel::Size::Strong, strip);
    help_ = still(Tone::Normal, ToneLabel::Size::Small, strip);
    notes_ = still(Tone::Muted, ToneLabel::Size::Small, strip);
    column->addWidget(helpTitle_);
    column->addWidget(help_);
    seen_ = still(Tone::Accent, ToneLabel::Size::Small, strip);
    column->addWidget(notes_);
    column->addWidget(seen_);
    column->addStretch(1);
    strip->setMinimumHeight(help_->fontMetrics().lineSpacing() * 6 + 10);
    card->body()->addWidget(strip);
    return card;
}

QWidget* DraftEditor::buildRight()
{
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(cardGap);
    auto* card = new Card({}, right);
    yaml_ = new YamlEditor(card);
    notice_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, card);
    card->body()->addWidget(yaml_, 1);
    card->body()->addWidget(notice_);
    charts_ = new ChartColumn(right);
    charts_->setChartHeight(150, 220);
    column->addWidget(card, 3);
    column->addWidget(charts_, 1);
    return right;
}

void DraftEditor::connectParts()
{
    const auto say = [this](auto signal) {
        return [this, signal](const auto&... values) {
            if (const auto at = part())
                Q_EMIT(this->*signal)(*at, values...);
        };
    };
    connect(form_, &FormView::answered, this, say(&DraftEditor::answered));
    connect(form_, &FormView::itemAdded, this, say(&DraftEditor::itemAdded));
    connect(form_, &FormView::itemRemoved, this, say(&DraftEditor::itemRemoved));
    connect(form_, &FormView::itemMoved, this, say(&DraftEditor::itemMoved));
    connect(proposals_, &ProposalList::decided, this, say(&DraftEditor::decided));
    connect(yaml_, &YamlEditor::edited, this, say(&DraftEditor::textEdited));
    connect(yaml_, &YamlEditor::lineFocused, this, &DraftEditor::lineChosen);
    connect(form_, &FormView::fieldFocused, this, [this](const FieldPath& path) {
        tieLines(path);
        Q_EMIT fieldShown(path);
    });
    connect(form_, &FormView::fixWanted, this, &DraftEditor::fixWanted);
    connect(form_, &FormView::helpChanged, this, [this](const QString& title, const QString& help, const QString& notes) {
        helpTitle_->setText(title);
        help_->setText(help);
        notes_->setText(notes);
    });
    connect(tabs_, &QTabBar::currentChanged, this, [this] {
        if (renewing_)
            return;
        refresh();
        Q_EMIT partShown();
    });
    connect(add_->menu(), &QMenu::aboutToShow, this, &DraftEditor::fillAddMenu);
    connect(blank_, &BlankPart::wanted, this, &DraftEditor::partWanted);
    connect(remove_, &QToolButton::clicked, this, [this] {
        if (const auto at = part())
            Q_EMIT partRemoved(*at);
    });
}

std::vector<const FormKind*> DraftEditor::kindsHere() const
{
    std::vector<const FormKind*> kinds;
    for (const FormKind& kind : formKinds())
        if (isSafety({{}, std::string(kind.kind), {}, {}}) == safety_)
            kinds.push_back(&kind);
    return kinds;
}

void DraftEditor::fillAddMenu()
{
    QMenu* menu = add_->menu();
    menu->clear();
    menu->setToolTipsVisible(true);
    for (const FormKind* known : kindsHere()) {
        const FormKind& kind = *known;
        QAction* entry = menu->addAction(formText(std::string(kind.title)));
        entry->setToolTip(formText(std::string(kind.summary)));
        connect(entry, &QAction::triggered, this, [this, id = std::string(kind.id)] { Q_EMIT partWanted(QString::fromStdString(id)); });
    }
}

std::optional<std::size_t> DraftEditor::part() const
{
    const int at = tabs_->currentIndex();
    return at < 0 || static_cast<std::size_t>(at) >= shown_.size() ? std::nullopt : std::optional(shown_[static_cast<std::size_t>(at)]);
}

void DraftEditor::setDraft(const std::vector<DraftPart>& parts, bool safety)
{
    const auto before = part();
    const bool other = safety != safety_ || parts.size() != parts_.size();
    parts_ = parts;
    safety_ = safety;
    renewTabs();
    refresh();
    if (other || before != part())
        Q_EMIT partShown();
}

void DraftEditor::renewTabs()
{
    const QScopedValueRollback guard(renewing_, true);
    shown_.clear();
    for (std::size_t i = 0; i < parts_.size(); ++i)
        if (isSafety(parts_[i].ref()) == safety_)
            shown_.push_back(i);
    const auto count = static_cast<int>(shown_.size());
    tabs_->setEnabled(count > 0);
    while (tabs_->count() > count)
        tabs_->removeTab(tabs_->count() - 1);
    while (tabs_->count() < count)
        tabs_->addTab({});
    for (int i = 0; i < count; ++i) {
        const DraftPart& one = parts_[shown_[static_cast<std::size_t>(i)]];
        const auto alike = std::count_if(shown_.begin(), shown_.end(), [&](std::size_t other) { return parts_[other].ref().kind == one.ref().kind; });
        QString title = QString::fromStdString(alike > 1 ? one.ref().kind + ' ' + one.ref().name : one.ref().kind);
        if (title.isEmpty())
            title = tr("Unreadable");
        if (one.broken || (one.form && !one.form->errors().empty()))
            title += tr(" (unfinished)");
        if (tabs_->tabText(i) != title)
            tabs_->setTabText(i, title);
        tabs_->setTabToolTip(i, one.neverRead() ? QString::fromStdString(one.file) : objectText(one.ref()));
    }
}

void DraftEditor::showPart(std::size_t part)
{
    const auto at = std::find(shown_.begin(), shown_.end(), part);
    if (at != shown_.end())
        tabs_->setCurrentIndex(static_cast<int>(at - shown_.begin()));
}

void DraftEditor::showField(std::size_t part, const FieldPath& path)
{
    showPart(part);
    form_->focusField(path);
    tieLines(path);
}

void DraftEditor::refresh()
{
    const auto at = part();
    remove_->setEnabled(at.has_value());
    yaml_->setEnabled(at.has_value());
    proposals_->setPart(at ? &parts_[*at] : nullptr);
    if (!at) {
        form_->clear();
        clearHelp();
        yaml_->showText({});
        yaml_->showLines(0, 0);
        notice_->hide();
        left_->setCurrentIndex(1);
        blank_->say(safety_ ? tr("Nothing guards this workload yet. Add a disruption budget, a priority, a quota or limits.")
                            : tr("Nothing is written yet. Add a manifest, or start from the advice."),
            kindsHere());
        return;
    }
    const DraftPart& one = parts_[*at];
    if (one.broken || !one.form || !(one.ref() == helped_))
        clearHelp();
    helped_ = one.ref();
    if (one.form) {
        form_->setForm(*one.form);
        form_->setEnabled(!one.broken); // so that what is typed in the text is not written over
        left_->setCurrentIndex(0);
    } else {
        const Error error = one.formless.value_or(Error {});
        blank_->say(one.broken ? tr("There is no form while the text cannot be read.") : sentence(error) + QLatin1Char('\n') + hint(error), {}); // why stands below the text
        left_->setCurrentIndex(1);
    }
    yaml_->showText(beginningOf(one.text));
    yaml_->setReadOnly(one.large());
    refreshNotice(one);
    notice_->setVisible(!notice_->text().isEmpty());
    refreshMarks();
    tieLines(form_->current());
}

// It was about a field of another step or manifest.
void DraftEditor::clearHelp()
{
    for (ToneLabel* told : {helpTitle_, help_, notes_, seen_})
        told->setText({});
}

void DraftEditor::refreshNotice(const DraftPart& part)
{
    notice_->setTone(Tone::Muted);
    if (part.broken) {
        const QStringList place = QString::fromStdString(part.broken->where).split(QLatin1Char(':'));
        const QString said = (sentence(*part.broken) + QLatin1Char(' ') + hint(*part.broken)).trimmed();
        const QString after = part.large() ? tr("Its beginning is shown; it is kept, and saved whole as it is.") : tr("The form waits until the text can be read.");
        notice_->setTone(Tone::Bad);
        notice_->setText(QStringLiteral("%1 %2").arg(place.size() > 1 ? tr("Line %1, column %2: %3").arg(place[0], place[1], said) : said, after));
        return;
    }
    const auto kept = part.form ? part.form->kept() : std::vector<FieldPath> {};
    if (kept.empty()) {
        notice_->setText(part.live ? tr("Opened from the cluster: only what you change is applied.") : QString());
        return;
    }
    QStringList names;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, kept.size()); ++i)
        names << QString::fromStdString(kept[i].text());
    const auto more = static_cast<int>(kept.size()) - static_cast<int>(names.size());
    notice_->setText(more > 0 ? tr("Beyond the form, and kept as written: %1 and %2 more.").arg(names.join(QStringLiteral(", "))).arg(more)
                              : tr("Beyond the form, and kept as written: %1.").arg(names.join(QStringLiteral(", "))));
}

void DraftEditor::setSeen(const QString& text)
{
    seen_->setText(text);
}

void DraftEditor::focusFirst()
{
    if (const auto at = part(); at && parts_[*at].form && !parts_[*at].broken)
        form_->focusFirst();
    else if (at)
        yaml_->setFocus(Qt::OtherFocusReason);
    else
        add_->setFocus(Qt::OtherFocusReason);
}

void DraftEditor::setOffers(const FormOffers& offers)
{
    form_->setOffers(offers);
}

QString DraftEditor::notice() const
{
    return notice_->text();
}

} // namespace loadline
