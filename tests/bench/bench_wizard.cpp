// SPDX-License-Identifier: GPL-3.0-or-later
// What typing in the wizard costs: bench_wizard (QT_QPA_PLATFORM=offscreen will do). In a world of 500 workloads with
// 10,000 pods one writes the manifests of a served model, in the form and in the YAML. Prints the GUI thread's CPU time
// of a key press with all that follows it there (form, preview, marks, charts, painting), and beside it what lint (on the
// pool) and the diff of a dry run take. Fails where a key press, lint or the diff takes 16 ms (an optimised build).
#include "cluster/workload.h"
#include "forms/diff_view.h"
#include "forms/field_editor.h"
#include "forms/form_view.h"
#include "forms/yaml_editor.h"
#include "lint/lint.h"
#include "pages/draft_editor.h"
#include "pages/wizard_page.h"
#include "theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QKeyEvent>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace loadline;

namespace {

double cpuSeconds()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

// The middle of several runs, in ms.
template <class Step>
double middle(int runs, const Step& step)
{
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const double from = cpuSeconds();
        step(i);
        times.push_back((cpuSeconds() - from) * 1000);
    }
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[static_cast<std::size_t>(runs) / 2];
}

Meta metaOf(const std::string& name)
{
    static const auto none = std::make_shared<const Labels>();
    Meta meta;
    meta.ns = Text(std::string("shop"));
    meta.name = name;
    meta.labels = meta.annotations = none;
    return meta;
}

WorldPtr world()
{
    auto made = std::make_shared<World>();
    made->cluster = "bench";
    made->version = "v1.36.0";
    made->now = parseRfc3339("2026-11-23T15:57:02Z").value();
    for (auto& state : made->states)
        state.presence = Presence::Live;
    auto workloads = std::make_shared<ObjectTable>();
    auto pods = std::make_shared<ObjectTable>();
    for (int i = 0; i < 500; ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "workload-%03d", i);
        auto workload = std::make_shared<Deployment>();
        workload->meta = metaOf(name);
        workload->replicas = 20;
        workload->selector.present = true;
        workload->selector.matchLabels = {{"app", name}};
        const Labels labels {{Text(std::string("app")), Text(std::string(name))}};
        workload->podLabels = std::make_shared<const Labels>(labels);
        PodShape shape;
        Container container;
        container.name = "main";
        container.requests.cpu = Quantity::fromMilli(250);
        container.requests.memory = Quantity::fromWhole(512LL << 20);
        shape.containers.push_back(container);
        workload->shape = std::make_shared<const PodShape>(shape);
        for (int replica = 0; replica < 20; ++replica) {
            auto pod = std::make_shared<Pod>();
            char podName[48];
            std::snprintf(podName, sizeof podName, "%s-%02d", name, replica);
            pod->meta = metaOf(podName);
            pod->meta.labels = workload->podLabels;
            pod->shape = workload->shape;
            pod->phase = PodPhase::Running;
            pods->push_back(std::move(pod));
        }
        workloads->push_back(std::move(workload));
    }
    made->tables[static_cast<std::size_t>(KindId::Deployment)] = workloads;
    made->tables[static_cast<std::size_t>(KindId::Pod)] = pods;
    return made;
}

void press(QWidget* widget, int key, const QString& text)
{
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier, text);
    QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier, text);
    QCoreApplication::sendEvent(widget, &down);
    QCoreApplication::sendEvent(widget, &up);
    widget->window()->repaint();
}

bool report(const char* what, double ms)
{
    std::printf("%-44s %7.2f ms  (under 16)\n", what, ms);
    return ms < 16;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Theme theme(application, ThemeChoice::Light);
    const WorldPtr live = world();
    WizardPage page;
    page.resize(1280, 800);
    page.setWorlds({live});
    page.setRange({live->now - Seconds {3600}, live->now}, true);
    page.show();
    page.setShown(true);
    page.select(QStringLiteral("bench/shop/Deployment/workload-250"));
    for (auto* button : page.findChildren<QAbstractButton*>())
        if (button->text().startsWith(QLatin1String("Start with")))
            button->click();
    if (page.parts().empty()) {
        std::printf("the wizard wrote nothing\n");
        return 1;
    }
    page.repaint();
    page.editor()->form()->focusField("spec.maxReplicas");
    QWidget* field = page.editor()->form()->row("spec.maxReplicas")->input();
    bool good = report("a key in the form", middle(60, [&](int i) {
        press(field, i % 2 ? Qt::Key_Backspace : Qt::Key_1, i % 2 ? QString() : QStringLiteral("1"));
    }));
    YamlEditor* yaml = page.editor()->yaml();
    yaml->moveCursor(QTextCursor::End);
    good &= report("a key in the YAML", middle(60, [&](int i) {
        press(yaml, i % 2 ? Qt::Key_Backspace : Qt::Key_NumberSign, i % 2 ? QString() : QStringLiteral("#"));
    }));
    const auto documents = documentsOf(page.parts());
    std::vector<ManifestRef> refs;
    for (const Document& document : documents)
        refs.push_back(document.ref());
    good &= report("lint over 10,000 pods (on the pool)", middle(20, [&](int) {
        static_cast<void>(lintWithCauses(layOver(live, documents, "shop"), {}, refs));
    }));
    Value edited = documents.front().value();
    edited.set("kind", "Other");
    DiffView view;
    good &= report("the diff of a dry run", middle(20, [&](int i) {
        edited.set("round", i);
        view.setDiff(compare(documents.front().value(), edited), QString::fromStdString(documents.front().text()),
            QString::fromStdString(Document::write(edited).text()));
    }));
    return good ? 0 : 1;
}
