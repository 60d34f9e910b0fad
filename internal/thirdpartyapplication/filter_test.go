package thirdpartyapplication

import (
	"testing"
	"time"
)

func TestParseTime(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"90d": 90 * day, "12h": 12 * time.Hour, "30m": 30 * time.Minute, "1d12h5m": day + 12*time.Hour + 5*time.Minute, "036h": 36 * time.Hour,
		"": 0, "0d": 0, "90": 0, "d": 0, "-1d": 0, "1.5d": 0, "1h1d": 0, "1w": 0, " 1d": 0, "100000d": 0, "90 d": 0,
	} {
		got, err := parseTime(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
}
