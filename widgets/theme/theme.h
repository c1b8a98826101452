// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/tone.h"

#include <QObject>

#include <optional>

class QApplication;

namespace loadline {

class DesktopScheme;

enum class ThemeChoice { System, Light, Dark };

QPalette lightPalette();
QPalette darkPalette();

// "system", "light", "dark", for settings and the command line; nothing for any other word.
std::optional<ThemeChoice> themeChoice(const QString& word);
QString themeWord(ThemeChoice choice);

// Dresses the application: the quiet style, and the light or the dark palette, after the desktop unless told. On
// change every widget gets its palette change event as ever. One per application, owned by whoever owns that.
class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(QApplication& application, ThemeChoice choice);
    ~Theme() override;
    void choose(ThemeChoice choice);
    [[nodiscard]] ThemeChoice choice() const { return choice_; }
    [[nodiscard]] bool dark() const { return dark_; }

Q_SIGNALS:
    void changed(bool dark);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    void desktopChanged();

    QApplication& application_;
    DesktopScheme* desktop_;
    ThemeChoice choice_;
    bool desktopDark_ = false; // by the palette the platform gave
    std::optional<bool> portalDark_; // by the desktop portal, where there is one: it knows better
    bool dark_ = false;
    bool applying_ = false;
};

} // namespace loadline
