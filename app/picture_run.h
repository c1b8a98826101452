// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk.h"

#include <QElapsedTimer>
#include <QSize>

namespace loadline {

// `loadline picture PAGE`: shows the window out of sight, waits until the page has all it asked for, and draws the whole
// window into a PNG file.
class PictureRun : public QObject {
    Q_OBJECT
public:
    struct Wish {
        std::string output; // the PNG file
        std::string row {}; // to choose once the page is there; "" none
        QSize size {1600, 900}; // of the window
        double scale = 1; // pixels of the file per pixel of the window
        Seconds timeout {30};
    };
    PictureRun(Desk& desk, Wish wish);
    void start();

Q_SIGNALS:
    void finished(int status);

private:
    void look();
    bool choose();
    [[nodiscard]] std::optional<QString> rowInstead() const; // chosen, "" none, where the wished one is not on the page
    void draw();
    void fail(const QString& why);
    Desk& desk_;
    Wish wish_;
    QTimer looking_;
    QElapsedTimer since_;
    bool chosen_ = false;
    int calm_ = 0; // looks in a row at which the page was settled
};

} // namespace loadline
