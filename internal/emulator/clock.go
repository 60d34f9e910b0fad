package emulator

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/api"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
)

// MachineClock is the clock of a seed, of the options and of [Server.SetClock] that shows the time of the machine.
const MachineClock = seed.MachineClock

// Now returns what the tenant's clock shows: the time of the machine unless the clock was set. It dates answers and
// objects, tokens begin and expire by it, and rate limits count by it.
func (s *Server) Now() time.Time { return s.machine().Add(s.current.Load().Ahead) }

// SetClock sets the tenant's clock to a time in the form of RFC 3339, from which it runs on. [MachineClock] returns it
// to the time of the machine. Reads then see all earlier writes, whatever the lag.
func (s *Server) SetClock(clock string) error {
	ahead, err := seed.Ahead(clock, s.machine())
	if err != nil {
		return err
	}
	s.store.Lock()
	defer s.store.Unlock()
	next := *s.current.Load()
	next.Ahead = ahead
	s.current.Store(&next)
	s.store.Start(s.store.Current, next.Lag)
	return nil
}

// clockControl is the body of the clock's controls.
type clockControl struct {
	Now string `json:"now"`
}

func (s *Server) getClock(w http.ResponseWriter, _ *http.Request) {
	answer.JSON(w, http.StatusOK, clockControl{s.Now().UTC().Format(time.RFC3339)})
}

func (s *Server) putClock(w http.ResponseWriter, r *http.Request) {
	var given clockControl
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, api.MaxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&given); err != nil {
		finishControl(w, errors.New(`want {"now": "2027-01-31T12:00:00Z"}`))
		return
	}
	finishControl(w, s.SetClock(given.Now))
}

func (s *Server) deleteClock(w http.ResponseWriter, _ *http.Request) {
	finishControl(w, s.SetClock(MachineClock))
}
