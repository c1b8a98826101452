// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// Reads RFC 4180 text record by record: quoted fields with commas, line breaks and doubled quotes; LF, CRLF or CR ends.
// Blank lines are passed over. Fields are views of the text, or of the reader where quotes were doubled.
class CsvReader {
public:
    explicit CsvReader(std::string_view text); // a byte order mark is passed over
    // The next record into `fields`; false at the end.
    bool next(std::vector<std::string_view>& fields);
    [[nodiscard]] std::size_t line() const { return line_; } // of the record last read, from 1
    // Why the record last read is no CSV: "" sound. A quote that never ends takes the rest of the text.
    [[nodiscard]] std::string_view fault() const { return fault_; }

private:
    std::string_view quoted();
    std::string_view rest_;
    std::size_t line_ = 0, nextLine_ = 1;
    std::string_view fault_;
    std::deque<std::string> unquoted_;
};
// A field as CSV writes it: quoted where it must be.
std::string csvField(std::string_view text);

} // namespace loadline
