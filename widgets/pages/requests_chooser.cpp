// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/requests_chooser.h"

#include "pages/chooser.h"
#include "pages/page_header.h"
#include "tables/wording.h"

#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QWidgetAction>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RequestsChooser)
};

using Chosen = std::function<void(const RequestsAsked&)>;

RequestsAsked smaller(double percent)
{
    return {RequestsTaken::Smaller, Quantity::fromMilli(qRound64(percent * 1000))};
}

void addEntry(QMenu* menu, const QString& text, const QString& tip, const RequestsAsked& choice, const RequestsAsked& current, const Chosen& chosen)
{
    QAction* action = menu->addAction(text);
    action->setToolTip(tip);
    action->setCheckable(true);
    action->setChecked(choice == current);
    QObject::connect(action, &QAction::triggered, menu, [choice, chosen] { chosen(choice); });
}

// Any other percentage.
void addOwn(QMenu* menu, const RequestsAsked& current, const Chosen& chosen)
{
    auto* row = new QWidget(menu);
    auto* layout = new QHBoxLayout(row);
    auto* label = new QLabel(Words::tr("Too high by"), row);
    auto* spin = new QDoubleSpinBox(row);
    spin->setRange(0, double(mostTooHighPercent));
    spin->setDecimals(1);
    spin->setSuffix(QStringLiteral(" %"));
    spin->setValue(current.tooHighPercent.value());
    spin->setAccessibleName(Words::tr("How much too high requests are, in percent"));
    label->setBuddy(spin);
    auto* ask = new QPushButton(Words::tr("Ask"), row);
    for (QWidget* part : {static_cast<QWidget*>(label), static_cast<QWidget*>(spin), static_cast<QWidget*>(ask)})
        layout->addWidget(part);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(row);
    menu->addAction(action);
    QObject::connect(ask, &QPushButton::clicked, menu, [menu, spin, chosen] {
        const double percent = spin->value();
        menu->close();
        chosen(smaller(percent));
    });
}

void fill(QMenu* menu, const RequestsAsked& current, const Chosen& chosen)
{
    addEntry(menu, Words::tr("As pods request now"), Words::tr("What the scheduler keeps for pods now"), {}, current, chosen);
    RequestsAsked vpa;
    vpa.taken = RequestsTaken::VpaTargets;
    vpa.tooHighPercent = current.tooHighPercent;
    addEntry(menu, Words::tr("As the VPAs' targets"), Words::tr("What VPAs recommend, within their policies; pods without a VPA keep their requests"),
        vpa, current, chosen);
    menu->addSeparator();
    for (const int percent : {20, 40, 50, 60, 100})
        addEntry(menu, Words::tr("%1 too high").arg(figure(percent, Unit::Percent)),
            Words::tr("Right-sizing: CPU and memory of every pod, as if so much too much were asked for; at 50 %, 1.5 where 1 is needed"),
            smaller(percent), current, chosen);
    addOwn(menu, current, chosen);
}

} // namespace

QToolButton* addRequestsChooser(PageHeader* header, std::function<RequestsAsked()> current, Chosen chosen)
{
    return addChooser(header, requestsChoiceText({}), Words::tr("What pods are taken to request where it is asked which nodes could go"),
        [current = std::move(current), chosen = std::move(chosen)](QMenu* menu) { fill(menu, current(), chosen); });
}

QString requestsChoiceText(const RequestsAsked& asked)
{
    switch (asked.taken) {
    case RequestsTaken::VpaTargets:
        return Words::tr("Requests: VPA targets");
    case RequestsTaken::Smaller:
        return Words::tr("Requests: %1 too high").arg(figure(asked.tooHighPercent, Unit::Percent));
    case RequestsTaken::AsNow:
        break;
    }
    return Words::tr("Requests: as now");
}

} // namespace loadline
