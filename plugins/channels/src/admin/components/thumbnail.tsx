import { Photo } from "@medusajs/icons"
import { useState } from "react"

/** A small picture, or its placeholder when there is none or it does not load. */
export function Thumbnail({ src }: { src: string | null }) {
  const [broken, setBroken] = useState(false)
  return (
    <div className="bg-ui-bg-component border-ui-border-base flex h-8 w-6 shrink-0 items-center justify-center overflow-hidden rounded border">
      {src && !broken ? (
        <img
          src={src}
          alt=""
          loading="lazy"
          referrerPolicy="no-referrer"
          className="h-full w-full object-cover"
          onError={() => setBroken(true)}
        />
      ) : (
        <Photo className="text-ui-fg-muted" />
      )}
    </div>
  )
}
