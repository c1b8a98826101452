// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/curl_transport.h"

#include "net/curl_loop.h"

namespace loadline {

CurlTransport::CurlTransport()
    : loop_(std::make_unique<Loop>())
{
}

CurlTransport::~CurlTransport()
{
    stop();
}

RequestToken CurlTransport::start(Request request, Sink sink)
{
    return loop_->start(std::move(request), std::move(sink));
}

void CurlTransport::cancel(RequestToken token)
{
    loop_->cancel(token);
}

void CurlTransport::post(std::function<void()> task)
{
    loop_->post(std::move(task));
}

void CurlTransport::after(Millis delay, std::function<void()> task)
{
    loop_->after(delay, std::move(task));
}

TimePoint CurlTransport::now() const
{
    return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

void CurlTransport::stop()
{
    loop_->stop();
}

} // namespace loadline
