package page_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// patience bounds each answer of the browser.
const patience = 30 * time.Second

// browser is a headless Chromium, driven by the DevTools protocol over a pipe: messages in JSON, each ended by a zero byte.
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

// chromium returns the browser. Where there is none the test is skipped, but for CI.
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

// tab is a page in the browser, opened by one test.
type tab struct {
	*browser
	tb      testing.TB
	session string

	heard    sync.Mutex
	problems []string // errors and warnings of the console, the security policy's included
	loaded   chan struct{}
}

// hear takes down what the page complains about.
func (t *tab) hear(event message) {
	t.heard.Lock()
	defer t.heard.Unlock()
	switch event.Method {
	case "Page.loadEventFired":
		select {
		case t.loaded <- struct{}{}:
		default:
		}
	case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded":
		t.problems = append(t.problems, string(event.Params))
	}
}

// open opens a tab of the given width and colour scheme.
func (b *browser) open(tb testing.TB, url string, width, height int, scheme string) *tab {
	tb.Helper()
	var target struct {
		TargetID string `json:"targetId"`
	}
	var attached struct {
		SessionID string `json:"sessionId"`
	}
	t := &tab{browser: b, tb: tb, loaded: make(chan struct{}, 1)}
	if err := b.call("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target); err != nil {
		tb.Fatal(err)
	}
	if err := b.call("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached); err != nil {
		tb.Fatal(err)
	}
	t.session = attached.SessionID
	b.mu.Lock()
	b.tabs[t.session] = t
	b.mu.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log", "Accessibility"} {
		t.do(domain+".enable", nil, nil)
	}
	t.do("Emulation.setFocusEmulationEnabled", map[string]any{"enabled": true}, nil)
	t.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}, nil)
	t.emulate(scheme, "no-preference")
	t.load("Page.navigate", map[string]any{"url": url})
	return t
}

// emulate sets what the visitor prefers.
func (t *tab) emulate(scheme, motion string) {
	t.tb.Helper()
	t.do("Emulation.setEmulatedMedia", map[string]any{"features": []any{
		map[string]any{"name": "prefers-color-scheme", "value": scheme},
		map[string]any{"name": "prefers-reduced-motion", "value": motion},
	}}, nil)
}

// load does what leads to a page and waits until that is complete.
func (t *tab) load(method string, params any) {
	t.tb.Helper()
	select {
	case <-t.loaded:
	default:
	}
	t.do(method, params, nil)
	select {
	case <-t.loaded:
	case <-time.After(patience):
		t.tb.Fatal("the page does not load")
	}
}

func (t *tab) do(method string, params, result any) {
	t.tb.Helper()
	if err := t.call(t.session, method, params, result); err != nil {
		t.tb.Fatal(err)
	}
}

// eval returns the value of an expression, or of its promise, in the page.
func eval[T any](t *tab, expression string) T {
	t.tb.Helper()
	var got struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		ExceptionDetails *struct {
			Exception struct {
				Description string `json:"description"`
			} `json:"exception"`
		} `json:"exceptionDetails"`
	}
	t.do("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &got)
	if got.ExceptionDetails != nil {
		t.tb.Fatalf("%s: %s", expression, got.ExceptionDetails.Exception.Description)
	}
	var value T
	if len(got.Result.Value) > 0 { // else undefined
		if err := json.Unmarshal(got.Result.Value, &value); err != nil {
			t.tb.Fatalf("%s: %v", expression, err)
		}
	}
	return value
}

// until waits until a condition holds in the page.
func (t *tab) until(condition string) {
	t.tb.Helper()
	holds := eval[bool](t, fmt.Sprintf(`new Promise((done) => {
		const end = Date.now() + 15000;
		const check = () => { const holds = Boolean(%s); holds || Date.now() > end ? done(holds) : setTimeout(check, 20); };
		check();
	})`, condition))
	if !holds {
		t.tb.Fatalf("never true: %s", condition)
	}
}

// press presses a key with the given name.
func (t *tab) press(key string) {
	t.tb.Helper()
	codes := map[string]int{"Tab": 9, "Enter": 13}
	params := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
	if key == "Enter" {
		params["text"] = "\r"
	}
	t.do("Input.dispatchKeyEvent", params, nil)
	t.do("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": codes[key]}, nil)
}

// typeText types into what has the focus.
func (t *tab) typeText(text string) {
	t.tb.Helper()
	t.do("Input.insertText", map[string]any{"text": text}, nil)
}

// screenshot returns the whole page as a PNG.
func (t *tab) screenshot() []byte {
	t.tb.Helper()
	var got struct {
		Data string `json:"data"`
	}
	t.do("Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true, "optimizeForSpeed": false}, &got)
	raw, err := base64.StdEncoding.DecodeString(got.Data)
	if err != nil {
		t.tb.Fatal(err)
	}
	return raw
}

// wantNoProblems fails if the page has complained.
func (t *tab) wantNoProblems() {
	t.tb.Helper()
	t.heard.Lock()
	defer t.heard.Unlock()
	if len(t.problems) > 0 {
		t.tb.Errorf("the console says:\n%s", strings.Join(t.problems, "\n"))
	}
}
