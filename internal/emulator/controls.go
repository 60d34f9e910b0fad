package emulator

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/api"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/faults"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/route"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// maxSeed limits a tenant that is sent to the controls, in bytes.
const maxSeed = 64 << 20

// controls answers requests about the emulator, including its page, and passes all others on to the tenant. Requests to
// the controls are not recorded and need no token.
func (s *Server) controls(next http.Handler) http.Handler {
	routes := &route.Router{Other: http.HandlerFunc(refuseUnknown)}
	routes.Handle(http.MethodGet, "/__emulator/requests", http.HandlerFunc(s.getRequests))
	routes.Handle(http.MethodDelete, "/__emulator/requests", http.HandlerFunc(s.deleteRequests))
	routes.Handle(http.MethodGet, "/__emulator/stats", http.HandlerFunc(s.getStats))
	routes.Handle(http.MethodGet, "/__emulator/endpoints", http.HandlerFunc(getEndpoints))
	routes.Handle(http.MethodGet, "/__emulator/state", http.HandlerFunc(s.getState))
	routes.Handle(http.MethodPut, "/__emulator/state", http.HandlerFunc(s.putState))
	routes.Handle(http.MethodPost, "/__emulator/reset", http.HandlerFunc(s.postReset))
	routes.Handle(http.MethodPost, "/__emulator/login", http.HandlerFunc(s.postLogin))
	routes.Handle(http.MethodGet, "/__emulator/faults", http.HandlerFunc(s.getFaults))
	routes.Handle(http.MethodPost, "/__emulator/faults", http.HandlerFunc(s.postFaults))
	routes.Handle(http.MethodDelete, "/__emulator/faults", http.HandlerFunc(s.deleteFaults))
	routes.Handle(http.MethodGet, "/__emulator/clock", http.HandlerFunc(s.getClock))
	routes.Handle(http.MethodPut, "/__emulator/clock", http.HandlerFunc(s.putClock))
	routes.Handle(http.MethodDelete, "/__emulator/clock", http.HandlerFunc(s.deleteClock))
	routes.Handle(http.MethodGet, page.Assets+"{file}", http.HandlerFunc(page.ServeAsset))
	routes.Handle(http.MethodGet, page.DetailsPath, http.HandlerFunc(s.details))
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		routes.Handle(method, "/", http.HandlerFunc(s.page))
	}
	guarded := sameSite(routes)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		isPage := r.URL.Path == "/" && (r.Method == http.MethodGet || r.Method == http.MethodHead)
		if isPage || strings.HasPrefix(r.URL.Path, "/__emulator/") {
			guarded.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) getRequests(w http.ResponseWriter, _ *http.Request) {
	answer.JSON(w, http.StatusOK, append([]Request{}, s.Requests()...))
}

func (s *Server) deleteRequests(w http.ResponseWriter, _ *http.Request) {
	s.ResetRequests()
	w.WriteHeader(http.StatusNoContent)
}

// getState writes the tenant as an indented seed, with one member on each line.
func (s *Server) getState(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(s.Snapshot()) // the caller has gone away
}

func (s *Server) putState(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSeed))
	if err != nil {
		finishControl(w, err)
		return
	}
	given := &Seed{}
	if err := seed.Decode(raw, given); err != nil {
		finishControl(w, err)
		return
	}
	finishControl(w, seed.AtLine(raw, s.Load(given)))
}

func (s *Server) postReset(w http.ResponseWriter, _ *http.Request) { finishControl(w, s.Reset()) }

func (s *Server) getFaults(w http.ResponseWriter, _ *http.Request) {
	answer.JSON(w, http.StatusOK, s.Faults())
}

// postFaults adds one fault or an array of them, all or none.
func (s *Server) postFaults(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, api.MaxBody))
	if err != nil {
		finishControl(w, err)
		return
	}
	faults, err := faults.Decode(raw)
	if err != nil {
		finishControl(w, err)
		return
	}
	finishControl(w, s.faults.Add(faults...))
}

func (s *Server) deleteFaults(w http.ResponseWriter, _ *http.Request) {
	s.ClearFaults()
	w.WriteHeader(http.StatusNoContent)
}

// finishControl answers a control that returns nothing.
func finishControl(w http.ResponseWriter, err error) {
	if err != nil {
		answer.Refuse(w, answer.BadRequest("", "%v", err))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) getStats(w http.ResponseWriter, _ *http.Request) {
	answer.JSON(w, http.StatusOK, s.Stats())
}

// getEndpoints lists the calls of the Management API that are emulated, without the reads that are always answered as
// in an empty tenant.
func getEndpoints(w http.ResponseWriter, _ *http.Request) {
	type endpoint struct {
		Method string `json:"method"`
		Path   string `json:"path"` // with {parameters}
	}
	all := api.Endpoints()
	out := make([]endpoint, len(all))
	for i, e := range all {
		out[i] = endpoint{e.Method, "/api/v2" + e.Path}
	}
	answer.JSON(w, http.StatusOK, out)
}
