// Package route finds the handler of a request by its path, as Auth0 does.
package route

import (
	"net/http"
	"net/url"
	"strings"
)

// Router finds the handler of a request by the segments of its path as sent, so that a parameter may contain an encoded
// slash. http.ServeMux would redirect paths Auth0 answers with 404 and cannot hold /organizations/name/{name} beside
// /organizations/{id}/client-grants. The first route that matches wins.
type Router struct {
	routes []route
	Other  http.Handler // answers requests that match no route
}

type route struct {
	method   string
	segments []string
	handler  http.Handler
}

// Handle adds a route.
func (r *Router) Handle(method, path string, handler http.Handler) {
	r.routes = append(r.routes, route{method, strings.Split(path, "/"), handler})
}

// ServeHTTP passes unknown paths, and known paths with another method, to other.
func (r *Router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	segments := strings.Split(req.URL.EscapedPath(), "/")
	for _, route := range r.routes {
		if route.method == req.Method && route.matches(segments, req) {
			route.handler.ServeHTTP(w, req)
			return
		}
	}
	r.Other.ServeHTTP(w, req)
}

// matches compares the path and, if it fits, sets the request's path values.
func (r route) matches(segments []string, req *http.Request) bool {
	values, matched := MatchSegments(r.segments, segments)
	for name, value := range values {
		req.SetPathValue(name, value)
	}
	return matched
}

// MatchSegments compares the segments of a path, as sent, with a pattern, in which {name} matches any segment that is
// not empty. It returns the segments that such names match.
func MatchSegments(pattern, segments []string) (values map[string]string, matched bool) {
	if len(segments) != len(pattern) {
		return nil, false
	}
	for i, want := range pattern {
		segment, err := url.PathUnescape(segments[i])
		if err != nil {
			return nil, false
		}
		name, isParameter := strings.CutPrefix(want, "{")
		switch {
		case isParameter && segment != "":
			if values == nil {
				values = map[string]string{}
			}
			values[strings.TrimSuffix(name, "}")] = segment
		case want != segment:
			return nil, false
		}
	}
	return values, true
}
