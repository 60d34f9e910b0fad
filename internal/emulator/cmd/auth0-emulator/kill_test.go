//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// serving is an emulator in a process of its own, with a token for it.
type serving struct {
	process *exec.Cmd
	url     string
	token   string
}

func serveProcess(t *testing.T, args ...string) *serving {
	t.Helper()
	process := emulate(t, args...)
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = process.Process.Kill(); _ = process.Wait() })
	var ready announcement
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&ready); err != nil {
		t.Fatal(err)
	}
	answer, err := loopback.Client.PostForm(ready.URL+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "audience": {ready.URL + "/api/v2/"},
		"client_id": {ready.ClientID}, "client_secret": {ready.ClientSecret},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil {
		t.Fatal(err)
	}
	return &serving{process, ready.URL, token.AccessToken}
}

// call makes a call of the Management API. It returns 0 if there is no answer.
func (s *serving) call(method, path, body string) (status int, object map[string]any) {
	request, err := http.NewRequest(method, s.url+"/api/v2"+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return 0, nil
	}
	request.Header.Set("Authorization", "Bearer "+s.token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := loopback.Client.Do(request)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = answer.Body.Close() }()
	_ = json.NewDecoder(answer.Body).Decode(&object)
	return answer.StatusCode, object
}

// Four callers make applications, rename them and delete every third one, until the process is killed. After a restart,
// every answered write is there.
func TestKillLosesNothing(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "tenant.state")
	for round := range 4 {
		tenant := serveProcess(t, "--state", state)
		var mu sync.Mutex
		names := map[string]string{} // by client_id, "" of those that were deleted
		acknowledged := func(id, name string) {
			mu.Lock()
			defer mu.Unlock()
			names[id] = name
			if len(names) == 40+17*round {
				_ = tenant.process.Process.Kill()
			}
		}
		var callers sync.WaitGroup
		for caller := range 4 {
			callers.Go(func() {
				for i := 0; ; i++ {
					status, made := tenant.call("POST", "/clients", `{"name":"new"}`)
					if status != http.StatusCreated {
						return
					}
					id, _ := made["client_id"].(string)
					acknowledged(id, "new")
					name := fmt.Sprintf("%d-%d-%d", round, caller, i)
					if status, _ = tenant.call("PATCH", "/clients/"+id, fmt.Sprintf(`{"name":%q}`, name)); status != http.StatusOK {
						mu.Lock()
						names[id] = "?" // the change may have arrived or not
						mu.Unlock()
						return
					}
					acknowledged(id, name)
					if i%3 == 0 {
						if status, _ = tenant.call("DELETE", "/clients/"+id, ""); status != http.StatusNoContent {
							mu.Lock()
							names[id] = "?"
							mu.Unlock()
							return
						}
						acknowledged(id, "")
					}
				}
			})
		}
		callers.Wait()
		_ = tenant.process.Wait()

		again := serveProcess(t, "--state", state)
		for id, name := range names {
			status, object := again.call("GET", "/clients/"+id, "")
			switch {
			case name == "" && status != http.StatusNotFound:
				t.Errorf("round %d: %s was deleted and is there", round, id)
			case name != "" && name != "?" && object["name"] != name:
				t.Errorf("round %d: %s is called %v (%d), want %q", round, id, object["name"], status, name)
			}
		}
		_ = again.process.Process.Kill()
		_ = again.process.Wait()
	}
}
