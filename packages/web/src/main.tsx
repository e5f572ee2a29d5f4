import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/styles.css'
import './i18n/index.ts'
import { App } from './app/app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the application')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
