// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace loadline {

void setUpTranslations(QCoreApplication& application)
{
    // English first, so that the desktop's language, asked last, wins where it has a text.
    for (const QLocale& locale : {QLocale(QLocale::English), QLocale()}) {
        auto* translator = new QTranslator(&application);
        if (translator->load(locale, QStringLiteral("loadline"), QStringLiteral("_"), QStringLiteral(":/i18n")))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    }
}

} // namespace loadline
