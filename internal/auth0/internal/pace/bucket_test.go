package pace

import (
	"net/http"
	"testing"
	"time"
)

func FuzzAskedWait(f *testing.F) {
	f.Add("Sat, 01 Jan 2000 00:00:00 GMT", "946684803", "2", 429)
	f.Add("", "9223372036854775807", "Sat, 01 Jan 2000 00:00:09 GMT", 429)
	f.Add("x", "-9223372036854775808", "4294967295", 503)
	f.Fuzz(func(t *testing.T, date, reset, after string, status int) {
		resp := &http.Response{StatusCode: status, Header: http.Header{"Date": {date}, "X-Ratelimit-Reset": {reset}, "Retry-After": {after}}}
		if wait := askedWait(resp, time.Unix(946684800, 0)); wait < 0 {
			t.Errorf("wait is %s", wait)
		}
	})
}
