package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// object is an object of the Management API.
type object = map[string]any

// tenant is a running emulator. Its fields are those of the line that the emulator prints when it is ready.
type tenant struct {
	URL          string `json:"url"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`

	process *exec.Cmd
	exited  chan struct{}
	api     *http.Client // authenticated
}

// startTenant starts the emulator on a free port and returns when it is ready. publisher is the address that metadata
// documents are fetched from.
func startTenant(ctx context.Context, binary, seed, publisher string, log io.Writer) (*tenant, error) {
	t := &tenant{exited: make(chan struct{})}
	// It outlives the context, so that Terraform can end before it; stop ends it.
	t.process = exec.CommandContext(context.WithoutCancel(ctx), binary, "--listen", "127.0.0.1:0", "--seed", seed,
		"--document-host", publisherHost+"="+publisher)
	t.process.Stderr = log
	inGroupOfItsOwn(t.process)
	stdout, err := t.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := t.process.Start(); err != nil {
		return nil, err
	}
	ready := make(chan error, 1)
	go func() {
		// The first line holds the secret and must not reach the log.
		line, err := bufio.NewReader(stdout).ReadBytes('\n')
		if err == nil {
			err = json.Unmarshal(line, t)
		}
		ready <- err
		_, _ = io.Copy(io.Discard, stdout)
		_ = t.process.Wait()
		close(t.exited)
	}()
	select {
	case err = <-ready:
		if err != nil {
			err = fmt.Errorf("the emulator did not start, and the log says why: %w", err)
		}
	case <-time.After(patience):
		err = errors.New("the emulator did not become ready")
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		t.stop()
		return nil, err
	}
	credentials := clientcredentials.Config{
		ClientID:       t.ClientID,
		ClientSecret:   t.ClientSecret,
		TokenURL:       t.URL + "/oauth/token",
		AuthStyle:      oauth2.AuthStyleInParams,
		EndpointParams: url.Values{"audience": {t.URL + "/api/v2/"}},
	}
	t.api = credentials.Client(context.WithoutCancel(ctx))
	return t, nil
}

// environment returns the variables with which the provider finds the tenant.
func (t *tenant) environment() []string {
	return []string{"AUTH0_DOMAIN=" + t.URL, "AUTH0_CLIENT_ID=" + t.ClientID, "AUTH0_CLIENT_SECRET=" + t.ClientSecret}
}

// stop ends the emulator.
func (t *tenant) stop() {
	_ = t.process.Process.Signal(os.Interrupt)
	select {
	case <-t.exited:
	case <-time.After(patience):
		_ = t.process.Process.Kill()
		<-t.exited
	}
}

// list returns a listing of the Management API.
func (t *tenant) list(ctx context.Context, path string) ([]object, error) {
	var objects []object
	return objects, t.call(ctx, http.MethodGet, path, nil, &objects)
}

// call makes a call of the Management API and decodes its answer, unless answer is nil.
func (t *tenant) call(ctx context.Context, method, path string, body object, answer any) error {
	return t.send(ctx, method, t.URL+"/api/v2/"+path, body, answer)
}

// state returns the complete tenant.
func (t *tenant) state(ctx context.Context) (state, error) {
	var s state
	return s, t.send(ctx, http.MethodGet, t.URL+"/__emulator/state", nil, &s)
}

func (t *tenant) send(ctx context.Context, method, address string, body object, answer any) error {
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(content))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := t.api.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	return decode(req, resp, answer)
}

// refusal is an answer that refuses a request.
type refusal struct {
	status int
	code   string // of OAuth
	text   string
}

func (r *refusal) Error() string { return r.text }

// decode decodes an answer, unless answer is nil. The error is a [*refusal] if the request is refused.
func decode(req *http.Request, resp *http.Response, answer any) error {
	if resp.StatusCode >= http.StatusBadRequest {
		var refused struct {
			Error string `json:"error"`
		}
		_ = json.NewDecoder(resp.Body).Decode(&refused)
		return &refusal{
			resp.StatusCode, refused.Error, fmt.Sprintf("%s %s: %s", req.Method, req.URL.Path, resp.Status),
		}
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(answer)
}

// ask makes a request with or without a token, and decodes its answer, unless answer is nil.
func ask(ctx context.Context, method, address, token string, body []byte, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	return decode(req, resp, answer)
}
