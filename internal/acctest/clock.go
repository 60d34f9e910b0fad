package acctest

import "testing"

// SetClock lets the emulator's clock show a time, such as 2027-01-31T12:00:00Z, and run on from there.
func (tenant *Tenant) SetClock(t testing.TB, at string) {
	t.Helper()
	if err := tenant.Emulator.SetClock(at); err != nil {
		t.Fatal(err)
	}
	tenant.token = sharedToken(tenant) // the old one may have expired
}
