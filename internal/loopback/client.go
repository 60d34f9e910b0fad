// Package loopback is how tests call servers on this machine.
package loopback

import "net/http"

// Client shares no connections with http.DefaultTransport, whose idle ones are closed whenever an httptest.Server is
// closed. A request of another test, which runs side by side, fails if it has just taken one of them.
var Client = &http.Client{Transport: Transport}

// Transport is what carries the requests of Client.
var Transport = &http.Transport{MaxIdleConnsPerHost: 2}
