package traffic

import (
	"cmp"
	"slices"
	"strings"
)

// Stats counts the requests since the start or since [Log.Clear], without a limit.
type Stats struct {
	Calls     int             `json:"calls"`
	Throttled int             `json:"throttled"` // refused by a rate limit
	Faulted   int             `json:"faulted"`   // struck by a fault
	Endpoints []EndpointStats `json:"endpoints"` // by path, then method
}

// EndpointStats counts the requests to one endpoint.
type EndpointStats struct {
	Method    string `json:"method"`
	Path      string `json:"path"` // with {parameters}; "" for unknown paths
	Calls     int    `json:"calls"`
	Throttled int    `json:"throttled"`
	Faulted   int    `json:"faulted"`
}

// count adds a request to the counts of its endpoint.
func (l *Log) count(r Request) {
	if l.counts == nil {
		l.counts = map[string]*EndpointStats{}
	}
	key := r.route
	if key == "" {
		key = r.Method + " "
	}
	endpoint := l.counts[key]
	if endpoint == nil {
		method, path, _ := strings.Cut(key, " ")
		endpoint = &EndpointStats{Method: method, Path: path}
		l.counts[key] = endpoint
	}
	endpoint.Calls++
	if r.Throttled != "" {
		endpoint.Throttled++
	}
	if r.Fault != "" {
		endpoint.Faulted++
	}
}

// Stats returns the counts so far.
func (l *Log) Stats() Stats {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := Stats{Endpoints: make([]EndpointStats, 0, len(l.counts))}
	for _, endpoint := range l.counts {
		out.Calls += endpoint.Calls
		out.Throttled += endpoint.Throttled
		out.Faulted += endpoint.Faulted
		out.Endpoints = append(out.Endpoints, *endpoint)
	}
	slices.SortFunc(out.Endpoints, func(a, b EndpointStats) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	return out
}
