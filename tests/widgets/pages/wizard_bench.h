// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../../models/tables/hpa_texts.h"
#include "../../support/walk.h"
#include "../../support/world_from_fixtures.h"
#include "forms/form_view.h"
#include "pages/draft_editor.h"
#include "pages/wizard_page.h"

#include <QPushButton>
#include <QTest>

// The wizard's page on a screen, over one cluster with three workloads, of which "checkout" has an HPA.
namespace loadline::wizard {

inline WorldPtr world()
{
    WorldMaker maker("staging");
    const std::string container = containerJson("api", R"({"cpu":"500m","memory":"512Mi"})");
    for (const char* name : {"api", "checkout", "fraud-detector"})
        maker.add(KindId::Deployment, deploymentJson(name, container));
    maker.add(KindId::Hpa, hpaJson("checkout", cpuUtilization(80), "{}"));
    return maker.make();
}

inline const std::string liveHpa = R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler",
  "metadata":{"name":"checkout","namespace":"shop","uid":"1","resourceVersion":"77","managedFields":[{"manager":"kubectl"}],
  "labels":{"team":"pay"}},
  "spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"checkout"},"minReplicas":2,"maxReplicas":9,
  "novelty":{"deep":[1,2]}},"status":{"currentReplicas":3}})";

struct Shown {
    Shown()
    {
        page.resize(1100, 720);
        page.setWorlds({world()});
        page.setRange({world()->now - Seconds {3600}, world()->now}, true);
        page.show();
        page.activateWindow();
        static_cast<void>(QTest::qWaitForWindowActive(&page));
        page.setShown(true);
        settle();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return page.settled() || page.step() == WizardPage::Scaling; }, 20000);
    }
    void choose(const char* row = "staging/shop/Deployment/api")
    {
        page.select(QString::fromLatin1(row));
        page.setPlace({QStringLiteral("staging"), QStringLiteral("https://staging:6443"), {}, true, false, false});
    }
    QPushButton* button(const QString& text)
    {
        for (auto* one : page.findChildren<QPushButton*>())
            if (one->text().contains(text) && one->isVisibleTo(&page))
                return one;
        return nullptr;
    }
    QString words()
    {
        QStringList all;
        for (auto* widget : walk::visible(page))
            if (const auto* label = qobject_cast<const QLabel*>(widget))
                all << walk::plain(label->text());
        return all.join(QLatin1Char('\n'));
    }
    WizardPage page;
};

} // namespace loadline::wizard
