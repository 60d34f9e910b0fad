package page_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// patience is the longest time that the browser may take to answer.
const patience = 30 * time.Second

// browser is a headless Chromium, driven by the DevTools protocol over a pipe: messages in JSON, each ended by a zero
// byte.
type browser struct {
	to   io.Writer
	quit func()

	mu      sync.Mutex
	last    int
	waiting map[int]chan message // by the number of the call
	tabs    map[string]*tab      // by session
	gone    chan struct{}        // closed when the browser has ended
}

type message struct {
	ID        int             `json:"id,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    json.RawMessage `json:"params,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// errNoBrowser says that there is no Chromium on this machine.
var errNoBrowser = errors.New("no Chromium on PATH")

// launched is the browser that all tests share, once one has asked for it.
var launched atomic.Pointer[browser]

var launchOnce = sync.OnceValue(func() error {
	b, err := launch()
	launched.Store(b)
	return err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if b := launched.Load(); b != nil {
		b.quit()
	}
	os.Exit(code)
}

// chromium returns the browser. If there is none, the test is skipped, except in CI.
func chromium(tb testing.TB) *browser {
	tb.Helper()
	err := launchOnce()
	if errors.Is(err, errNoBrowser) && os.Getenv("CI") != "true" {
		tb.Skip("Chromium is not installed, so the page is not looked at in a browser")
	}
	if err != nil {
		tb.Fatal(err)
	}
	return launched.Load()
}

func launch() (*browser, error) {
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, errNoBrowser
	}
	profile, err := os.MkdirTemp("", "emulator-page")
	if err != nil {
		return nil, err
	}
	toBrowser, ours, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	theirs, fromBrowser, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, path,
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1",
		"--user-data-dir="+filepath.Join(profile, "data"), "--remote-debugging-pipe", "about:blank")
	command.ExtraFiles = []*os.File{toBrowser, fromBrowser} // 3 and 4, as the browser expects
	command.WaitDelay = time.Second
	if err := command.Start(); err != nil {
		stop()
		return nil, err
	}
	_ = toBrowser.Close()
	_ = fromBrowser.Close()
	b := &browser{to: ours, waiting: map[int]chan message{}, tabs: map[string]*tab{}, gone: make(chan struct{})}
	b.quit = func() {
		_, _ = b.send("", "Browser.close", nil)
		select {
		case <-b.gone:
		case <-time.After(5 * time.Second):
		}
		stop()
		_ = command.Wait() // ends with an error when it had to be stopped
		_ = ours.Close()
		_ = theirs.Close()
		_ = os.RemoveAll(profile)
	}
	go b.listen(theirs)
	return b, nil
}

// listen hands answers to those who wait for them, and events to their tabs.
func (b *browser) listen(from io.Reader) {
	defer close(b.gone)
	reader := bufio.NewReader(from)
	for {
		raw, err := reader.ReadBytes(0)
		if err != nil {
			return
		}
		var got message
		if json.Unmarshal(raw[:len(raw)-1], &got) != nil {
			continue
		}
		b.mu.Lock()
		waiting, tab := b.waiting[got.ID], b.tabs[got.SessionID]
		delete(b.waiting, got.ID)
		b.mu.Unlock()
		if waiting != nil {
			waiting <- got
		} else if tab != nil {
			tab.hear(got)
		}
	}
}

// send sends a command and returns where its answer will come.
func (b *browser) send(session, method string, params any) (<-chan message, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	encoded, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	if params == nil {
		encoded = []byte("{}")
	}
	raw, err := json.Marshal(message{ID: b.last, SessionID: session, Method: method, Params: encoded})
	if err != nil {
		return nil, err
	}
	answer := make(chan message, 1)
	b.waiting[b.last] = answer
	_, err = b.to.Write(append(raw, 0))
	return answer, err
}

func (b *browser) call(session, method string, params, result any) error {
	answer, err := b.send(session, method, params)
	if err != nil {
		return err
	}
	select {
	case got := <-answer:
		if got.Error != nil {
			return fmt.Errorf("%s: %s", method, got.Error.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(got.Result, result)
	case <-b.gone:
		return errors.New("the browser has ended")
	case <-time.After(patience):
		return fmt.Errorf("%s: no answer within %s", method, patience)
	}
}
