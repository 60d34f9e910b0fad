package emulator

import (
	"net/http"
	"net/url"
	"strings"
)

// router finds the handler of a request by its path, segment by segment as sent, so that a parameter may hold an encoded
// slash. http.ServeMux would redirect paths Auth0 answers with 404 and cannot hold /organizations/name/{name} beside
// /organizations/{id}/client-grants. The first route that matches wins.
type router struct {
	routes []route
}

type route struct {
	method   string
	segments []string
	handler  http.Handler
}

func (r *router) handle(method, path string, handler http.Handler) {
	r.routes = append(r.routes, route{method, strings.Split(path, "/"), handler})
}

// ServeHTTP answers unknown paths, and known paths asked with another method, with Auth0's 404.
func (r *router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	segments := strings.Split(req.URL.EscapedPath(), "/")
	for _, route := range r.routes {
		if route.method == req.Method && route.match(segments, req) {
			route.handler.ServeHTTP(w, req)
			return
		}
	}
	writeError(w, errPathMissing)
}

// match compares the path and, if it fits, sets the request's path values.
func (r route) match(segments []string, req *http.Request) bool {
	if len(segments) != len(r.segments) {
		return false
	}
	values := map[string]string{}
	for i, pattern := range r.segments {
		segment, err := url.PathUnescape(segments[i])
		if err != nil {
			return false
		}
		name, isParameter := strings.CutPrefix(pattern, "{")
		switch {
		case isParameter && segment != "":
			values[strings.TrimSuffix(name, "}")] = segment
		case pattern != segment:
			return false
		}
	}
	for name, value := range values {
		req.SetPathValue(name, value)
	}
	return true
}
