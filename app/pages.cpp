// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_list.h"

#include "pages/changes_page.h"
#include "pages/cost_page.h"
#include "pages/findings_page.h"
#include "pages/hpa_page.h"
#include "pages/keda_page.h"
#include "pages/overview_page.h"
#include "pages/pools_page.h"
#include "pages/prices_page.h"
#include "pages/vpa_page.h"
#include "pages/what_if_page.h"
#include "pages/wizard_page.h"

#include <QCoreApplication>

namespace loadline {
namespace {

template <class P>
PageEntry entry(const char* id, const char* title, const char* icon)
{
    return {QString::fromLatin1(id), QCoreApplication::translate("Pages", title), QString::fromLatin1(icon),
        [](QWidget* parent) -> Page* { return new P(parent); }};
}

} // namespace

std::vector<PageEntry> pageList()
{
    return {
        entry<OverviewPage>("overview", QT_TRANSLATE_NOOP("Pages", "Overview"), "overview"),
        entry<HpaPage>("hpa", QT_TRANSLATE_NOOP("Pages", "HPA"), "hpa"),
        entry<VpaPage>("vpa", QT_TRANSLATE_NOOP("Pages", "VPA"), "vpa"),
        entry<KedaPage>("keda", QT_TRANSLATE_NOOP("Pages", "KEDA"), "keda"),
        entry<PoolsPage>("pools", QT_TRANSLATE_NOOP("Pages", "Node pools"), "pools"),
        entry<CostPage>("cost", QT_TRANSLATE_NOOP("Pages", "Cost"), "cost"),
        entry<WhatIfPage>("what-if", QT_TRANSLATE_NOOP("Pages", "What if"), "timeline"),
        entry<PricesPage>("prices", QT_TRANSLATE_NOOP("Pages", "Prices"), "settings"),
        entry<FindingsPage>("findings", QT_TRANSLATE_NOOP("Pages", "Findings"), "findings"),
        entry<ChangesPage>("changes", QT_TRANSLATE_NOOP("Pages", "Changes"), "clock"),
        entry<WizardPage>("wizard", QT_TRANSLATE_NOOP("Pages", "Write"), "write"),
    };
}

} // namespace loadline
