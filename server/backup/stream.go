package backup

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// stream writes a copy of the running cluster to w as one tar archive, with the log that makes it consistent, and gives the
// positions in the log at which it begins and ends. It speaks the replication protocol, so it needs no program of PostgreSQL.
//
// Source: https://www.postgresql.org/docs/current/protocol-replication.html, BASE_BACKUP.
func stream(ctx context.Context, clusterURL, label string, w io.Writer) (from, to string, err error) {
	config, err := pgconn.ParseConfig(clusterURL)
	if err != nil {
		return "", "", err
	}
	config.RuntimeParams["replication"] = "true"
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return "", "", err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	stop := context.AfterFunc(ctx, func() { _ = conn.Conn().Close() })
	defer stop()

	front := conn.Frontend()
	front.SendQuery(&pgproto3.Query{String: fmt.Sprintf("BASE_BACKUP (LABEL '%s', CHECKPOINT 'fast', WAL true, MANIFEST 'no')", label)})
	if err := front.Flush(); err != nil {
		return "", "", err
	}
	var positions []string
	archives, isNew := 0, false
	for {
		message, err := front.Receive()
		if err != nil {
			return "", "", errors.Join(ctx.Err(), err)
		}
		switch m := message.(type) {
		case *pgproto3.RowDescription:
			isNew = true
		case *pgproto3.DataRow: // of three results: where it begins, the tablespaces, where it ends
			if isNew && len(m.Values) == 2 {
				positions = append(positions, string(m.Values[0]))
			}
			isNew = false
		case *pgproto3.CopyData:
			if len(m.Data) == 0 {
				continue
			}
			switch m.Data[0] {
			case 'n':
				if archives++; archives > 1 {
					return "", "", errors.New("the cluster has tablespaces outside its directory, which a copy cannot hold")
				}
			case 'd':
				if _, err := w.Write(m.Data[1:]); err != nil {
					return "", "", err
				}
			}
		case *pgproto3.ErrorResponse:
			return "", "", pgconn.ErrorResponseToPgError(m)
		case *pgproto3.ReadyForQuery:
			if archives != 1 || len(positions) != 2 {
				return "", "", fmt.Errorf("the cluster sent %d archives and %d positions", archives, len(positions))
			}
			return positions[0], positions[1], nil
		}
	}
}
