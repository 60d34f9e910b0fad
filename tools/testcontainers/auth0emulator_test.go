package auth0emulator

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/testcontainers/testcontainers-go"
)

// The request to the container engine.
func TestRequest(t *testing.T) {
	t.Parallel()
	request := testcontainers.GenericContainerRequest{}
	for _, option := range append(defaults(), WithSeed([]byte(`{"tenant": "acme"}`)), WithFlags("--rate-limit", "free")) {
		if err := option.Customize(&request); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"--seed", "/seed.json", "--rate-limit", "free"}; !reflect.DeepEqual(request.Cmd, want) {
		t.Errorf("arguments %q, want %q", request.Cmd, want)
	}
	if !reflect.DeepEqual(request.ExposedPorts, []string{"8080/tcp"}) || request.WaitingFor == nil {
		t.Errorf("ports %q, waiting for %v", request.ExposedPorts, request.WaitingFor)
	}
	if len(request.Files) != 1 || request.Files[0].ContainerFilePath != "/seed.json" {
		t.Fatalf("files %+v", request.Files)
	}
	if seed, err := io.ReadAll(request.Files[0].Reader); err != nil || string(seed) != `{"tenant": "acme"}` {
		t.Errorf("the seed is %s (%v)", seed, err)
	}
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	const ready = `{"url":"http://127.0.0.1:8080","domain":"127.0.0.1:8080","client_id":"terraform","client_secret":"secret"}`
	for log, want := range map[string]string{
		ready + "\n": "terraform secret",
		"warning\n{}\n{\"level\":1}\n" + ready + "\nx\n": "terraform secret",
		"": "",
		"auth0-emulator: seed.json: line 3: unknown member\n": "",
	} {
		id, secret, err := credentials(strings.NewReader(log))
		if got := strings.TrimSpace(id + " " + secret); got != want || (err == nil) != (want != "") {
			t.Errorf("%q gives %q (%v), want %q", log, got, err, want)
		}
	}
}

// TestRun needs a container engine, and in AUTH0_EMULATOR_IMAGE an image that it has.
func TestRun(t *testing.T) {
	t.Parallel()
	image := os.Getenv("AUTH0_EMULATOR_IMAGE")
	if image == "" {
		t.Skip("AUTH0_EMULATOR_IMAGE names no image")
	}
	container, err := Run(t.Context(), image, WithSeed([]byte(`{
		"tenant": "acme",
		"management_application": {"client_id": "terraform", "client_secret": "local-secret"}
	}`)))
	testcontainers.CleanupContainer(t, container)
	if err != nil {
		t.Fatal(err)
	}
	if container.ClientID != "terraform" || container.Environment()["AUTH0_DOMAIN"] != container.URL {
		t.Errorf("client %q at %q", container.ClientID, container.URL)
	}
	answer, err := http.PostForm(container.URL+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "audience": {"https://acme.auth0.com/api/v2/"},
		"client_id": {container.ClientID}, "client_secret": {container.ClientSecret},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("token: %d (%v)", answer.StatusCode, err)
	}
}
