// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace loadline::test {

struct Identity {
    std::string certPem;
    std::string keyPem;
};

// A certificate authority made for one test run; nothing of it touches the disk.
class TestCa {
public:
    enum class KeyForm { RsaPkcs1, RsaPkcs8, EcSec1, EcPkcs8 };
    struct Leaf {
        std::string commonName = "localhost";
        std::vector<std::string> names {"DNS:localhost", "IP:127.0.0.1"};
        int fromDays = -1;
        int toDays = 1;
        KeyForm form = KeyForm::EcPkcs8;
    };
    explicit TestCa(const std::string& name = "Loadline test CA");
    ~TestCa();
    TestCa(const TestCa&) = delete;
    TestCa& operator=(const TestCa&) = delete;
    [[nodiscard]] const std::string& pem() const { return pem_; }
    [[nodiscard]] Identity issue(const Leaf& leaf) const;
    [[nodiscard]] Identity issue() const { return issue(Leaf {}); }

private:
    struct Keys;
    std::unique_ptr<Keys> keys_;
    std::string pem_;
};

} // namespace loadline::test
