// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/context_bar.h"

#include "pages/elided_label.h"
#include "shell/commands.h"
#include "shell/context_picker.h"
#include "shell/pill.h"
#include "shell/prometheus_panel.h"
#include "shell/range_picker.h"
#include "grid/cards.h"
#include "tables/wording.h"
#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace loadline {
namespace {

bool troubled(const ContextState& context)
{
    return context.link == ContextLink::Stale || context.link == ContextLink::Refused
        || context.link == ContextLink::Unreachable;
}

// "last heard 3 min ago: connection refused", of one context.
QString ageOf(const ContextState& context)
{
    switch (context.link) {
    case ContextLink::Closed:
        return {};
    case ContextLink::Connecting:
        return ContextBar::tr("connecting \u2026");
    case ContextLink::Live:
        return context.age && *context.age >= Seconds {1} ? ContextBar::tr("live, %1 ago").arg(age(*context.age))
                                                           : ContextBar::tr("live, just now");
    case ContextLink::Stale:
    case ContextLink::Refused:
    case ContextLink::Unreachable:
        break;
    }
    if (context.link == ContextLink::Refused && !context.age && context.trouble.isEmpty())
        return ContextBar::tr("you may read nothing here");
    const QString when = context.age ? ContextBar::tr("last heard %1 ago").arg(age(*context.age)) : ContextBar::tr("never heard");
    return context.trouble.isEmpty() ? when : when + QStringLiteral(": ") + context.trouble;
}

QToolButton* barButton(const QString& name, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(name);
    button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return button;
}

} // namespace

QString clustersText(const std::vector<ContextState>& contexts)
{
    std::vector<const ContextState*> open;
    for (const auto& context : contexts)
        if (context.open())
            open.push_back(&context);
    if (open.empty())
        return ContextBar::tr("No cluster open");
    if (open.size() > 1)
        return ContextBar::tr("%1 clusters").arg(int(open.size()));
    const auto& only = *open.front();
    const QStringList& namespaces = only.readNamespaces.isEmpty() ? only.namespaces : only.readNamespaces;
    const auto count = namespaces.size();
    const QString scope = count == 0 ? ContextBar::tr("all namespaces")
        : count == 1                 ? namespaces.front()
                                     : ContextBar::tr("%1 namespaces").arg(int(count));
    return only.name + QStringLiteral(" \u00b7 ") + scope;
}

QString ageText(const std::vector<ContextState>& contexts)
{
    const ContextState* worst = nullptr;
    int open = 0;
    int bad = 0;
    // Trouble before age: of two live ones the older, of two troubled ones the one longest silent.
    const auto weight = [](const ContextState& c) {
        return std::pair(troubled(c) ? 2 : c.link == ContextLink::Connecting ? 1 : 0, c.age.value_or(Millis::max()));
    };
    for (const auto& context : contexts) {
        if (!context.open())
            continue;
        ++open;
        bad += troubled(context) ? 1 : 0;
        if (!worst || weight(context) > weight(*worst))
            worst = &context;
    }
    if (!worst)
        return {};
    if (open == 1 || bad == 0)
        return ageOf(*worst);
    const QString which = worst->name + QLatin1Char(' ') + ageOf(*worst);
    return ContextBar::tr("%1 of %2 live; %3").arg(open - bad).arg(open).arg(which);
}

QString ageDetails(const std::vector<ContextState>& contexts)
{
    QStringList lines;
    for (const auto& context : contexts) {
        if (!context.open())
            continue;
        QString line = context.name + QStringLiteral(": ") + ageOf(context);
        if (troubled(context) && !context.hint.isEmpty())
            line += QLatin1Char('\n') + context.hint;
        lines << line;
    }
    return lines.join(QLatin1Char('\n'));
}

QString prometheusText(const std::vector<PrometheusState>& prometheus)
{
    if (prometheus.empty())
        return {};
    if (prometheus.size() > 1) {
        const auto found = std::count_if(prometheus.begin(), prometheus.end(), [](const auto& p) {
            return p.kind == PrometheusState::Kind::Found || p.kind == PrometheusState::Kind::ByHand;
        });
        return ContextBar::tr("Prometheus in %1 of %2 clusters").arg(int(found)).arg(int(prometheus.size()));
    }
    const auto& only = prometheus.front();
    switch (only.kind) {
    case PrometheusState::Kind::Off:
        return ContextBar::tr("Prometheus: not used");
    case PrometheusState::Kind::Searching:
        return ContextBar::tr("Prometheus: searching \u2026");
    case PrometheusState::Kind::Found:
        return ContextBar::tr("Prometheus: %1 (%2)").arg(only.where, only.rule);
    case PrometheusState::Kind::ByHand:
        return ContextBar::tr("Prometheus: %1 (set by hand)").arg(only.where);
    case PrometheusState::Kind::NotFound:
        return ContextBar::tr("Prometheus: none found");
    case PrometheusState::Kind::Failed:
        return only.where.isEmpty() ? ContextBar::tr("Prometheus: unknown") : ContextBar::tr("Prometheus: %1 does not answer").arg(only.where);
    }
    return {};
}

ContextBar::ContextBar(QWidget* parent)
    : QWidget(parent)
{
    build();
    buildMenu();
}

void ContextBar::build()
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 7, 16, 8);
    row->setSpacing(10);
    auto* product = new ToneLabel(QStringLiteral("Loadline"), Tone::Normal, ToneLabel::Size::Strong, this);
    product->setWordWrap(false);
    clusters_ = barButton(tr("Clusters and namespaces"), this);
    clusters_->setToolTip(tr("Choose clusters and namespaces (Ctrl+O)"));
    clusters_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    clusters_->setIcon(icon(QStringLiteral("cluster")));
    demo_ = new Pill(tr("demo"), Tone::Accent, this);
    demo_->setToolTip(tr("A simulated cluster: nothing here is real."));
    readOnly_ = new Pill(tr("read-only"), Tone::Warn, this);
    insecure_ = new Pill(tr("TLS not checked"), Tone::Bad, this);
    age_ = new ElidedLabel(this, Tone::Muted);
    prometheus_ = barButton(tr("Prometheus source"), this);
    prometheus_->setAutoRaise(true);
    range_ = new RangePicker(this);
    palette_ = barButton(tr("Go to anything"), this);
    palette_->setText(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText));
    palette_->setIcon(icon(QStringLiteral("search")));
    palette_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    palette_->setToolTip(tr("Go to any page, object or command"));
    menu_ = barButton(tr("Menu"), this);
    menu_->setIcon(icon(QStringLiteral("menu")));
    menu_->setToolTip(tr("Theme, export, help"));
    menu_->setPopupMode(QToolButton::InstantPopup);
    row->addWidget(product);
    for (QWidget* widget : {static_cast<QWidget*>(clusters_), static_cast<QWidget*>(demo_), static_cast<QWidget*>(readOnly_),
             static_cast<QWidget*>(insecure_)})
        row->addWidget(widget);
    row->addStretch(1);
    row->addWidget(age_);
    row->addWidget(prometheus_);
    row->addWidget(range_);
    row->addWidget(palette_);
    row->addWidget(menu_);
    picker_ = new ContextPicker(this);
    panel_ = new PrometheusPanel(this);
    connect(clusters_, &QToolButton::clicked, this, &ContextBar::openContexts);
    connect(prometheus_, &QToolButton::clicked, this, &ContextBar::openPrometheus);
    connect(palette_, &QToolButton::clicked, this, [this] { Q_EMIT commandWanted(QStringLiteral("palette")); });
    connect(range_, &RangePicker::rangeChosen, this, &ContextBar::rangeChosen);
    connect(picker_, &ContextPicker::contextToggled, this, &ContextBar::contextToggled);
    connect(picker_, &ContextPicker::namespacesChosen, this, &ContextBar::namespacesChosen);
    connect(panel_, &PrometheusPanel::settingsWanted, this, &ContextBar::prometheusSettingsWanted);
    connect(panel_, &PrometheusPanel::searchWanted, this, &ContextBar::prometheusSearchWanted);
}

void ContextBar::buildMenu()
{
    auto* menu = new QMenu(this);
    auto* themes = menu->addMenu(tr("&Theme"));
    auto* group = new QActionGroup(themes);
    QMenu* exports = nullptr;
    for (const auto& command : commands()) {
        const bool theme = command.id.startsWith(QLatin1String("theme:"));
        const bool out = command.id.startsWith(QLatin1String("export:"));
        const bool plain = command.id == QLatin1String("refresh") || command.id == QLatin1String("utc")
            || command.id == QLatin1String("help");
        if (!theme && !out && !plain)
            continue;
        if (out && !exports)
            exports = menu->addMenu(tr("&Export"));
        auto* action = (theme ? themes : out ? exports : menu)->addAction(command.title);
        // The window owns the shortcut itself; here it is only shown.
        if (!command.shortcuts.isEmpty())
            action->setText(command.title + QLatin1Char('\t') + command.shortcuts.front().toString(QKeySequence::NativeText));
        action->setData(command.id);
        action->setCheckable(theme || command.id == QLatin1String("utc"));
        if (theme)
            group->addAction(action);
        if (command.id == QLatin1String("utc"))
            action->setText(tr("Times in UTC"));
        connect(action, &QAction::triggered, this, [this, id = command.id] { Q_EMIT commandWanted(id); });
    }
    connect(menu, &QMenu::aboutToShow, this, [this, menu, themes] {
        for (auto* action : themes->actions())
            action->setChecked(action->data().toString() == QStringLiteral("theme:") + themeWord(state_.theme));
        for (auto* action : menu->actions())
            if (action->data().toString() == QLatin1String("utc"))
                action->setChecked(state_.utcTimes);
    });
    menu_->setMenu(menu);
}

void ContextBar::setClusters(const ShellState& state)
{
    const QString clusters = clustersText(state.contexts);
    const auto metrics = clusters_->fontMetrics();
    clusters_->setText(metrics.elidedText(clusters, Qt::ElideMiddle, scaled(280, font())));
    clusters_->setAccessibleName(tr("Clusters and namespaces: %1").arg(clusters));
    QStringList readOnly;
    QStringList insecure;
    int open = 0;
    for (const auto& context : state.contexts) {
        if (!context.open())
            continue;
        ++open;
        if (context.readOnly)
            readOnly << context.name;
        if (context.insecure)
            insecure << context.name;
    }
    demo_->setVisible(state.demo);
    readOnly_->setVisible(!readOnly.isEmpty());
    readOnly_->setText(readOnly.size() == open ? tr("read-only") : tr("%1 read-only").arg(int(readOnly.size())));
    readOnly_->setToolTip(tr("Loadline sends nothing that changes anything to %1.").arg(readOnly.join(QStringLiteral(", "))));
    insecure_->setVisible(!insecure.isEmpty());
    insecure_->setToolTip(tr("The kubeconfig says insecure-skip-tls-verify for %1: whoever is in between can read and "
                             "change everything, your credentials too.")
                              .arg(insecure.join(QStringLiteral(", "))));
}

void ContextBar::setState(const ShellState& state)
{
    state_ = state;
    setClusters(state);
    age_->setWhole(ageText(state.contexts));
    age_->setTip(ageDetails(state.contexts));
    const bool bad = std::any_of(state.contexts.begin(), state.contexts.end(), troubled);
    age_->setTone(bad ? Tone::Warn : Tone::Muted);
    const QString source = prometheusText(state.prometheus);
    prometheus_->setVisible(!source.isEmpty());
    prometheus_->setAccessibleName(source);
    prometheus_->setToolTip(source + QLatin1Char('\n') + tr("What was found, by which rule, which panels it fills (Ctrl+P)"));
    range_->setChoice(state.range, state.now, state.utcTimes);
    picker_->setContexts(state.contexts, state.kubeconfig);
    panel_->setState(state.prometheus);
    fitPrometheus();
}

// The source's name gets all that the rest of the bar leaves, and is cut off only beyond that.
void ContextBar::fitPrometheus()
{
    const QString source = prometheus_->accessibleName();
    prometheus_->setText(source);
    layout()->invalidate();
    const int missing = layout()->sizeHint().width() - width();
    if (missing <= 0)
        return;
    const int room = prometheus_->fontMetrics().horizontalAdvance(source) - missing;
    prometheus_->setText(prometheus_->fontMetrics().elidedText(source, Qt::ElideRight, std::max(scaled(120, font()), room)));
}

void ContextBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitPrometheus();
}

void ContextBar::openContexts()
{
    picker_->openUnder(clusters_);
}

void ContextBar::openPrometheus()
{
    if (prometheus_->isVisible())
        panel_->openUnder(prometheus_);
}

void ContextBar::openRange()
{
    range_->open();
}

void ContextBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& shades = shadesOf(palette());
    painter.fillRect(rect(), shades.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), shades.line);
}

} // namespace loadline
