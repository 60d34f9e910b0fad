package emulator

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// control sends a request to the emulator's controls.
func (s *site) control(method, path, body string) (status int, answer string) {
	s.tb.Helper()
	req, err := http.NewRequest(method, s.http.URL+"/__emulator"+path, strings.NewReader(body))
	if err != nil {
		s.tb.Fatal(err)
	}
	got := s.send(req)
	return got.status, strings.TrimSpace(got.raw)
}

func TestClock(t *testing.T) {
	t.Parallel()
	machine := newClock()
	seed := orders()
	seed.Clock = "2027-01-01T00:00:00Z"
	server, err := New(Options{Seed: seed, Clock: machine.read, Lag: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	s := serveServer(t, server)
	want := func(now string) {
		t.Helper()
		if status, got := s.control("GET", "/clock", ""); status != 200 || got != `{"now":"`+now+`"}` {
			t.Errorf("the clock shows %d %s, want %s", status, got, now)
		}
	}
	set := func(method, body string) {
		t.Helper()
		if status, got := s.control(method, "/clock", body); status != 204 {
			t.Fatalf("setting the clock: %d %s", status, got)
		}
	}
	if made := server.Snapshot().ResourceServers[0]["created_at"]; made != nil && made != "2027-01-01T00:00:00.000Z" {
		t.Errorf("the seed's API was created at %v", made)
	}
	machine.pass(time.Hour)
	want("2027-01-01T01:00:00Z")
	client := s.mustCall(201, "POST", "/clients", `{"name":"new"}`)
	if at := object.Text(client.object, "created_at"); at != "2027-01-01T01:00:00.000Z" {
		t.Errorf("created at %s", at)
	}
	if date := client.header.Get("Date"); date != "Fri, 01 Jan 2027 01:00:00 GMT" {
		t.Errorf("answered on %s", date)
	}

	set("PUT", `{"now":"2028-02-29T12:00:00+02:00"}`)
	want("2028-02-29T10:00:00Z")
	if got := s.call("GET", "/clients", nil); got.status != 401 {
		t.Errorf("a token of the year before: %d", got.status)
	}
	s.token = s.login(server.ManagementCredentials())
	if claims := registeredClaims(t, s.token); claims.IssuedAt.Time().UTC() != time.Date(2028, 2, 29, 10, 0, 0, 0, time.UTC) {
		t.Errorf("issued at %s", claims.IssuedAt.Time())
	}
	if got := s.call("GET", "/clients/"+object.Text(client.object, "client_id"), nil); got.status != 200 {
		t.Errorf("what was written before the clock was set is not seen: %d", got.status)
	}

	set("DELETE", "")
	want("2026-06-01T13:00:00Z")
	if status, _ := s.control("POST", "/reset", ""); status != 204 {
		t.Errorf("reset: %d", status)
	}
	want("2027-01-01T00:00:00Z")
	for _, body := range []string{`{"now":"2027-01-01"}`, `{"now":""}`, `{"at":"2027-01-01T00:00:00Z"}`, `x`} {
		if status, got := s.control("PUT", "/clock", body); status != 400 || !strings.Contains(got, "2027-01-31T12:00:00Z") {
			t.Errorf("%s: %d %s", body, status, got)
		}
	}
	want("2027-01-01T00:00:00Z")
}

func TestClockOfOptions(t *testing.T) {
	t.Parallel()
	seed := &Seed{Clock: "2027-01-01T00:00:00Z"}
	machine := newClock()
	server, err := New(Options{Seed: seed, StartsAt: "2029-01-01T00:00:00Z", Clock: machine.read})
	if err != nil || server.Now().UTC() != time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC) {
		t.Errorf("the clock of the options: %v", err)
	}
	if err := server.Load(&Seed{}); err != nil || server.Now().Year() != 2029 {
		t.Errorf("a seed without a clock: %s, %v", server.Now(), err)
	}
	if err := server.Load(&Seed{Clock: MachineClock}); err != nil || !server.Now().Equal(machine.read()) {
		t.Errorf("a seed with the machine's clock: %s, %v", server.Now(), err)
	}
	if err := server.Load(&Seed{Clock: "tomorrow"}); err == nil || !strings.HasPrefix(err.Error(), `clock: "tomorrow" is not a time`) {
		t.Errorf("tomorrow: %v", err)
	}
}

func registeredClaims(t *testing.T, token string) jwt.Claims {
	t.Helper()
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	var claims jwt.Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&claims); err != nil {
		t.Fatal(err)
	}
	return claims
}
