// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/terms_editor.h"

#include "grid/cards.h"
#include "grid/detail.h"
#include "pages/duty_editor.h"
#include "pages/term_fields.h"
#include "tables/cells.h"
#include "tables/money_text.h"
#include "theme/measure.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

namespace loadline {

TermsEditor::TermsEditor(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(cardGap);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* fields = new QWidget;
    auto* columns = new QHBoxLayout(fields);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(cardGap);
    auto* left = new QVBoxLayout;
    auto* right = new QVBoxLayout;
    for (auto* column : {left, right}) {
        column->setSpacing(cardGap);
        columns->addLayout(column, 1);
    }
    left->addWidget(buildContract());
    left->addWidget(buildCurrency());
    left->addStretch(1);
    right->addWidget(buildLines());
    duty_ = new DutyEditor(this);
    right->addWidget(duty_);
    right->addStretch(1);
    scroll->setWidget(fields);
    row->addWidget(scroll, 1);
    row->addWidget(buildWords());
    setFocusProxy(list_);
    show();
}

QFormLayout* TermsEditor::cardForm(Card* card)
{
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    card->body()->addLayout(form);
    return form;
}

QWidget* TermsEditor::buildContract()
{
    auto* card = new Card(tr("Discounts and commitment"), this);
    auto* form = cardForm(card);
    const auto percent = [&](QDoubleSpinBox*& field, const QString& label, const QString& tip) {
        field = percentField(QString(label).remove(QLatin1Char('&')), card);
        field->setToolTip(tip);
        form->addRow(label, field);
        connect(field, &QDoubleSpinBox::valueChanged, this, &TermsEditor::choose);
    };
    const auto check = [&](QCheckBox*& box, const QString& text, const QString& tip) {
        box = new QCheckBox(text, card);
        box->setToolTip(tip);
        form->addRow(box);
        connect(box, &QCheckBox::toggled, this, &TermsEditor::choose);
    };
    percent(list_, tr("&List discount"), tr("Off the list price, such as a sustained-use discount."));
    percent(negotiated_, tr("&Negotiated discount"), tr("Off what the list discount leaves: 10 % and 10 % together are 19 %."));
    percent(share_, tr("&Committed share"), tr("Of what runs on demand: under reserved instances, savings plans or committed use. Spot never is."));
    percent(committed_, tr("Commitment d&iscount"), tr("What the commitment takes off the price. Machines labelled reserved are wholly under it."));
    check(gpus_, tr("Discounts hold for &GPUs too"), tr("By default they hold for CPU and memory alone, as OpenCost reckons."));
    check(google_, tr("Google's discounts by &class"), tr("On Google Cloud the machine's class says the list discount: none for spot and e2, f1 and g1; 20 % for n2 and n2d."));
    return card;
}

QWidget* TermsEditor::buildLines()
{
    auto* card = new Card(tr("Beside the nodes"), this);
    card->body()->addWidget(new ToneLabel(tr("Counted only where you say so. In US dollars."), Tone::Muted, ToneLabel::Size::Small, card));
    auto* form = cardForm(card);
    const auto amount = [&](OptionalAmount*& field, const QString& label, int decimals) {
        field = new OptionalAmount(QString(label).remove(QLatin1Char('&')), decimals, card);
        form->addRow(label, field);
        connect(field, &OptionalAmount::changed, this, &TermsEditor::choose);
    };
    const auto size = [&](QDoubleSpinBox*& field, const QString& label) {
        field = new QDoubleSpinBox(card);
        field->setRange(0, 100'000'000);
        field->setDecimals(0);
        field->setSuffix(tr(" GB"));
        field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
        field->setKeyboardTracking(false);
        form->addRow(label, field);
        connect(field, &QDoubleSpinBox::valueChanged, this, &TermsEditor::choose);
    };
    amount(controlPlane_, tr("Control &plane, an hour"), 4);
    amount(disk_, tr("&Boot disk, a GB-month"), 4);
    size(diskGb_, tr("Its &size on each node"));
    amount(balancer_, tr("L&oad balancer, an hour"), 4);
    balancers_ = new QSpinBox(card);
    balancers_->setRange(0, 1'000'000);
    balancers_->setAccessibleName(tr("How many load balancers"));
    form->addRow(tr("How &many"), balancers_);
    connect(balancers_, &QSpinBox::valueChanged, this, &TermsEditor::choose);
    amount(volume_, tr("&Volumes, a GB-month"), 4);
    size(volumeGb_, tr("Their si&ze together"));
    return card;
}

QWidget* TermsEditor::buildCurrency()
{
    auto* card = new Card(tr("Currency and month"), this);
    auto* form = cardForm(card);
    code_ = new QLineEdit(card);
    code_->setAccessibleName(tr("Currency"));
    code_->setMaxLength(3);
    code_->setPlaceholderText(QStringLiteral("USD"));
    code_->setToolTip(tr("Three letters, such as EUR. Amounts are converted, not renamed."));
    rate_ = new QDoubleSpinBox(card);
    rate_->setDecimals(6);
    rate_->setRange(0, 1'000'000);
    rate_->setSpecialValueText(tr("not told yet"));
    rate_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    rate_->setKeyboardTracking(false);
    rate_->setAccessibleName(tr("For a US dollar"));
    rate_->setToolTip(tr("How much of the currency a US dollar is."));
    asOf_ = new QLineEdit(card);
    asOf_->setAccessibleName(tr("The rate's date"));
    asOf_->setPlaceholderText(QStringLiteral("2026-11-20"));
    asOf_->setToolTip(tr("When the rate held. It is printed with every figure."));
    hours_ = new QSpinBox(card);
    hours_->setRange(600, 744); // a month, and no slip of the pen
    hours_->setKeyboardTracking(false);
    hours_->setAccessibleName(tr("Hours in a month"));
    hours_->setToolTip(tr("730 is a year's hours by twelve; 720 are 30 days."));
    form->addRow(tr("C&urrency"), code_);
    form->addRow(tr("&For a US dollar"), rate_);
    form->addRow(tr("Rate's &date"), asOf_);
    form->addRow(tr("&Hours in a month"), hours_);
    complaint_ = new ToneLabel({}, Tone::Bad, ToneLabel::Size::Body, card);
    complaint_->hide();
    card->body()->addWidget(complaint_);
    connect(code_, &QLineEdit::editingFinished, this, &TermsEditor::choose);
    connect(code_, &QLineEdit::textEdited, this, &TermsEditor::offerRate); // before Tab looks for the next field
    connect(asOf_, &QLineEdit::editingFinished, this, &TermsEditor::choose);
    connect(rate_, &QDoubleSpinBox::valueChanged, this, &TermsEditor::choose);
    connect(hours_, &QSpinBox::valueChanged, this, &TermsEditor::choose);
    return card;
}

QWidget* TermsEditor::buildWords()
{
    auto* card = new Card({}, this);
    card->setFixedWidth(scaled(300, font()));
    words_ = new DetailPane(card);
    card->body()->addWidget(words_, 1);
    return card;
}

void TermsEditor::setTerms(const Terms& terms)
{
    if (terms == terms_)
        return;
    terms_ = terms;
    show();
}

void TermsEditor::show()
{
    showing_ = true; // what is set here is not the user's choice
    const auto percent = [](QDoubleSpinBox* field, Quantity share) { field->setValue(share.value() * 100); };
    percent(list_, terms_.listDiscount);
    percent(negotiated_, terms_.negotiatedDiscount);
    percent(share_, terms_.committedShare);
    percent(committed_, terms_.committedDiscount);
    gpus_->setChecked(terms_.discountsGpu);
    google_->setChecked(terms_.googleClasses);
    controlPlane_->setAmount(terms_.controlPlaneHourly);
    disk_->setAmount(terms_.bootDiskGbMonth);
    balancer_->setAmount(terms_.loadBalancerHourly);
    volume_->setAmount(terms_.volumeGbMonth);
    diskGb_->setValue(terms_.bootDiskGb.value());
    volumeGb_->setValue(terms_.volumeGb.value());
    balancers_->setValue(int(terms_.loadBalancers));
    code_->setText(qtext(terms_.currency.code));
    rate_->setValue(terms_.currency.perDollar.value());
    asOf_->setText(qtext(terms_.currency.asOf));
    rateOf_ = code_->text();
    hours_->setValue(int(terms_.hoursPerMonth));
    showing_ = false;
    offerRate();
    showWords();
}

Result<Currency> TermsEditor::currency() const
{
    const QString code = code_->text().trimmed().toUpper();
    if (code.isEmpty() || code == QLatin1String("USD"))
        return Currency {};
    const QString date = asOf_->text().trimmed();
    const bool rated = rate_->value() > 0;
    if (code.size() == 3 && (!rated || date.isEmpty()))
        return Error {Error::Kind::Malformed,
            rated ? LOADLINE_TR("Error", "When the rate of %1 held is not known yet.") : LOADLINE_TR("Error", "What a US dollar is in %1 is not known yet."), {},
            LOADLINE_TR("Error", "Give the rate and its date; until then amounts stay in %2."), {code.toStdString(), terms_.currency.code}};
    return parseCurrency((code + QLatin1Char('=') + qtext(quantityOf(rate_).decimal()) + QLatin1Char('@') + date).toStdString());
}

void TermsEditor::choose()
{
    if (showing_)
        return;
    offerRate();
    Terms next = terms_;
    next.listDiscount = shareOf(list_);
    next.negotiatedDiscount = shareOf(negotiated_);
    next.committedShare = shareOf(share_);
    next.committedDiscount = shareOf(committed_);
    next.discountsGpu = gpus_->isChecked();
    next.googleClasses = google_->isChecked();
    next.controlPlaneHourly = controlPlane_->amount();
    next.bootDiskGbMonth = disk_->amount();
    next.loadBalancerHourly = balancer_->amount();
    next.volumeGbMonth = volume_->amount();
    next.bootDiskGb = quantityOf(diskGb_);
    next.volumeGb = quantityOf(volumeGb_);
    next.loadBalancers = balancers_->value();
    next.hoursPerMonth = hours_->value();
    const auto money = currency();
    if (money)
        next.currency = *money;
    const Done sound = next.check();
    const Error* wrong = !sound ? &sound.error() : !money ? &money.error() : nullptr;
    complaint_->setText(wrong ? joined({sentence(*wrong), hint(*wrong)}) : QString());
    complaint_->setVisible(wrong);
    if (!sound || next == terms_) // a currency without its rate holds nothing else back
        return;
    terms_ = next;
    showWords();
    Q_EMIT termsChosen(terms_);
}

void TermsEditor::offerRate()
{
    const QString code = code_->text().trimmed().toUpper();
    const bool dollars = code.isEmpty() || code == QLatin1String("USD");
    rate_->setEnabled(!dollars);
    asOf_->setEnabled(!dollars);
    if (code == rateOf_)
        return;
    rateOf_ = code;
    const Currency& known = terms_.currency;
    const bool same = code == qtext(known.code);
    const bool showing = std::exchange(showing_, true);
    rate_->setValue(dollars ? 1 : same ? known.perDollar.value() : 0);
    asOf_->setText(same ? qtext(known.asOf) : QString());
    showing_ = showing;
}

QString TermsEditor::complaint() const { return complaint_->isHidden() ? QString() : complaint_->text(); }

void TermsEditor::setReport(const CostReport& report)
{
    listHourly_ = report.listHourly;
    paidHourly_.reset();
    for (const auto& row : report.prices)
        if (row->paid)
            paidHourly_ = paidHourly_.value_or(Money()) + *row->paid;
    linesHourly_ = report.runRate && paidHourly_ ? std::optional(*report.runRate - *paidHourly_) : std::nullopt;
    showWords();
}

void TermsEditor::showWords()
{
    const Currency& currency = terms_.currency;
    std::vector<DetailSection> sections;
    DetailSection words;
    words.title = tr("In words");
    for (const QString& line : termsInWords(terms_))
        words.lines.push_back({line, Tone::Normal, {}});
    sections.push_back(std::move(words));
    if (listHourly_ && paidHourly_) {
        DetailSection now;
        now.title = tr("What runs now");
        const auto pair = [&](const QString& name, const QString& value) { now.pairs.push_back({name, value, Tone::Normal, {}}); };
        pair(tr("At list price"), moneyText(listHourly_, currency, MoneyStyle::Rate));
        pair(tr("After discounts"), moneyText(paidHourly_, currency, MoneyStyle::Rate));
        if (linesHourly_ && !linesHourly_->isZero())
            pair(tr("Beside the nodes"), moneyText(linesHourly_, currency, MoneyStyle::Rate));
        const Money all = *paidHourly_ + linesHourly_.value_or(Money());
        pair(tr("Together"), moneyText(all, currency, MoneyStyle::Rate));
        pair(tr("A month"), moneyText(terms_.perMonth(all), currency));
        sections.push_back(std::move(now));
    }
    words_->setSections(sections);
}

} // namespace loadline
