// Package disk keeps a tenant in a file, so that it survives a restart: a bbolt database with a bucket for each
// collection. A write stores only what it changed, so it costs the same in a large tenant as in a small one.
//
// A write is in the file before it is answered, so a process that is killed loses nothing that it has acknowledged. The
// file is not flushed to the disk, because this would cost each write several milliseconds. A power cut may therefore
// lose the file.
package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// lockWait is how long to wait until another process, such as one that is ending, releases the file.
const lockWait = 3 * time.Second

// fullPages is the fill ratio of pages if everything is written at once.
const fullPages = 0.9

// The bucket of data outside the collections, and the key of its value.
var (
	headBucket = []byte("tenant")
	headKey    = []byte("head")
)

// File is an open file. It is not safe for concurrent use.
type File struct {
	db         *bbolt.DB
	signingKey string
}

// head is the data of a tenant outside its collections.
type head struct {
	Name               string                           `json:"name"`
	Variants           []string                         `json:"variants"`
	ApplicationLimit   int                              `json:"application_limit,omitempty"`
	ManagementClientID string                           `json:"management_client_id"`
	Settings           object.Object                    `json:"settings"`
	OrganizationGrants []tenant.OrganizationClientGrant `json:"organization_grants,omitempty"`
	SigningKey         string                           `json:"signing_key"`
}

// row is one entity of a collection; its key is its id.
type row struct {
	Created time.Time     `json:"created"`
	Data    object.Object `json:"data"`
}

// Open opens the file, and creates it if it does not exist.
func Open(path string) (*File, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, NoSync: true, NoFreelistSync: true})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, errors.New("another process uses it")
	case err != nil:
		return nil, fmt.Errorf("opening it: %w", err)
	}
	return &File{db: db}, nil
}

// Close releases the file.
func (f *File) Close() error { return f.db.Close() }

// SigningKey is the signing key of the tenant in the file as PEM, "" if the file holds no tenant.
func (f *File) SigningKey() string { return f.signingKey }

// Read returns the tenant in the file, nil if the file has none. choose completes the variants that the file names.
func (f *File) Read(choose func(names []string) (tenant.Chosen, error)) (*tenant.Tenant, error) {
	var read *tenant.Tenant
	err := f.db.View(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(headBucket)
		if bucket == nil {
			return nil
		}
		var about head
		if err := json.Unmarshal(bucket.Get(headKey), &about); err != nil {
			return fmt.Errorf("reading its head: %w", err)
		}
		variants, err := choose(about.Variants)
		if err != nil {
			return err
		}
		read = tenant.New(about.Name)
		read.Variants, read.ApplicationLimit, read.Settings = variants, about.ApplicationLimit, about.Settings
		read.ManagementClientID, read.OrganizationGrants = about.ManagementClientID, about.OrganizationGrants
		f.signingKey = about.SigningKey
		for name, collection := range read.Collections() {
			if err := readCollection(tx.Bucket([]byte(name)), collection); err != nil {
				return fmt.Errorf("reading its %s: %w", name, err)
			}
		}
		return nil
	})
	return read, err
}

// readCollection fills a collection from a bucket, in the order in which the entities were made.
func readCollection(bucket *bbolt.Bucket, into *tenant.Collection) error {
	if bucket == nil {
		return nil
	}
	var records []tenant.Record
	err := bucket.ForEach(func(key, value []byte) error {
		var r row
		if err := json.Unmarshal(value, &r); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		records = append(records, tenant.Record{ID: string(key), Created: r.Created, Data: r.Data})
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(records, func(a, b tenant.Record) int { return a.Created.Compare(b.Created) })
	for _, r := range records {
		into.Add(r.ID, r.Data, r.Created)
	}
	return nil
}

// Replace replaces the content of the file with the tenant and a signing key as PEM.
func (f *File) Replace(t *tenant.Tenant, signingKey string) error {
	f.signingKey = signingKey
	return f.update(func(tx *bbolt.Tx) error {
		if err := f.writeHead(tx, t); err != nil {
			return err
		}
		for name, collection := range t.Collections() {
			if err := tx.DeleteBucket([]byte(name)); err != nil && !errors.Is(err, bolterrors.ErrBucketNotFound) {
				return err
			}
			bucket, err := tx.CreateBucket([]byte(name))
			if err != nil {
				return err
			}
			bucket.FillPercent = fullPages
			for _, record := range collection.Records {
				if err := put(bucket, record); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Write writes the changes of the tenant.
func (f *File) Write(t *tenant.Tenant, changes tenant.Changes) error {
	if !changes.Head && len(changes.Records) == 0 {
		return nil
	}
	return f.update(func(tx *bbolt.Tx) error {
		if changes.Head {
			if err := f.writeHead(tx, t); err != nil {
				return err
			}
		}
		for _, change := range changes.Records {
			bucket, err := tx.CreateBucketIfNotExists([]byte(change.Collection))
			if err != nil {
				return err
			}
			if change.Record == nil {
				err = bucket.Delete([]byte(change.ID))
			} else {
				err = put(bucket, change.Record)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (f *File) update(write func(*bbolt.Tx) error) error {
	if err := f.db.Update(write); err != nil {
		return fmt.Errorf("writing it: %w", err)
	}
	return nil
}

func (f *File) writeHead(tx *bbolt.Tx, t *tenant.Tenant) error {
	bucket, err := tx.CreateBucketIfNotExists(headBucket)
	if err != nil {
		return err
	}
	encoded, err := json.Marshal(head{
		Name:               t.Name,
		Variants:           t.Variants.Names(),
		ApplicationLimit:   t.ApplicationLimit,
		ManagementClientID: t.ManagementClientID,
		Settings:           t.Settings,
		OrganizationGrants: t.OrganizationGrants,
		SigningKey:         f.signingKey,
	})
	if err != nil {
		return err
	}
	return bucket.Put(headKey, encoded)
}

func put(bucket *bbolt.Bucket, record *tenant.Record) error {
	encoded, err := json.Marshal(row{record.Created, record.Data})
	if err != nil {
		return err
	}
	return bucket.Put([]byte(record.ID), encoded)
}
